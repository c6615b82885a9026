"""Which scorecard is in use where."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import QuerySet

from candidates.register.models import Batch, Candidate, Direction, Programme
from candidates.screening.models import Review, Scorecard
from candidates.screening.stages import PENDING, ReviewState, Use


def cards_in_use(*uses: str) -> list[Scorecard]:
    """The newest version of each programme and direction, with its criteria."""
    scope = ("use", "programme_id", "direction_id")
    rows = Scorecard.objects.filter(use__in=uses)
    newest = rows.order_by(*scope, "-version").distinct(*scope)
    ids = newest.values_list("pk", flat=True)
    return list(with_criteria().filter(pk__in=list(ids)))


def with_criteria() -> QuerySet[Scorecard]:
    rows = Scorecard.objects.select_related("programme", "direction")
    return rows.prefetch_related("criteria")


def newest_of(
    programme: Programme | None,
    direction: Direction | None,
    use: str = Use.SCREENING,
) -> Scorecard | None:
    """The version in use of this scope, and of no wider one."""
    rows = Scorecard.objects.filter(programme=programme, direction=direction, use=use)
    return rows.order_by("-version").first()


def versions_of(card: Scorecard) -> list[Scorecard]:
    """Of the same scope, the newest first."""
    rows = with_criteria().filter(
        programme=card.programme_id, direction=card.direction_id, use=card.use
    )
    return list(rows.order_by("-version"))


def cards_of(candidates: Iterable[Candidate]) -> dict[int, Scorecard]:
    """The card that each candidate is judged by.

    The one their batch began with for their direction; else the nearest in use.
    """
    those = list(candidates)
    nearest = nearest_cards(those)
    begun = _begun_with({candidate.batch_id for candidate in those})
    found = {}
    for candidate in those:
        scope = (candidate.batch_id, candidate.direction_id)
        card = begun.get(scope, nearest.get(candidate.pk))
        if card is not None:
            found[candidate.pk] = card
    return found


def nearest_cards(
    candidates: Iterable[Candidate], use: str = Use.SCREENING
) -> dict[int, Scorecard]:
    """The card in use that is nearest to each candidate's programme and direction."""
    cards = {(card.programme_id, card.direction_id): card for card in cards_in_use(use)}
    found = {}
    for candidate in candidates:
        programme, direction = candidate.batch.programme_id, candidate.direction_id
        scopes = [(programme, direction), (None, direction), (programme, None)]
        scopes.append((None, None))
        if near := next((cards[scope] for scope in scopes if scope in cards), None):
            found[candidate.pk] = near
    return found


def _counted() -> QuerySet[Review]:
    """Reviews that nobody gave up."""
    return Review.objects.filter(state__in=[*PENDING, ReviewState.LOCKED])


def _begun_with(batches: Collection[int]) -> dict[tuple[int, int | None], Scorecard]:
    """By batch and direction; all of them are judged by the words of the first."""
    of = ("candidate__batch", "candidate__direction")
    rows = _counted().filter(candidate__batch__in=batches)
    first = rows.order_by(*of, "pk").distinct(*of).values_list(*of, "card")
    begun = {(batch, direction): card for batch, direction, card in first}
    cards = Scorecard.objects.in_bulk(begun.values())
    return {scope: cards[card] for scope, card in begun.items()}


def batches_by_card() -> dict[int, list[Batch]]:
    """The batches that are judged by each card, the newest first."""
    pairs = _counted().values_list("card", "candidate__batch").distinct()
    batches = Batch.objects.in_bulk({batch for _card, batch in pairs})
    found: dict[int, list[Batch]] = defaultdict(list)
    for card, batch in pairs:
        found[card].append(batches[batch])
    for those in found.values():
        those.sort(key=lambda batch: batch.opens_on, reverse=True)
    return found
