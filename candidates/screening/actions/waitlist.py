"""The waitlist: in which order, and who moves up when a place falls free."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta

from candidates.screening.models import Screening
from candidates.screening.queries import (
    Places,
    all_next,
    last_places,
    scored_in,
    waitlist_of,
)
from candidates.screening.ranking import Standing, standings
from spark import clock
from spark.accounts.models import Role
from spark.duties import board
from spark.duties.models import Duty
from spark.errors import Refused


def give_places(records: Sequence[Screening]) -> None:
    """Put the newly waitlisted behind who is waitlisted already, by adjusted score."""
    by_batch: dict[int, list[Screening]] = defaultdict(list)
    for record in records:
        by_batch[record.candidate.batch_id].append(record)
    for batch, own in by_batch.items():
        found, last = standings(scored_in(batch)), defaultdict(int, last_places(batch))
        for record in sorted(
            own, key=lambda one: (found.get(one.pk, Standing()).order, one.pk)
        ):
            last[record.candidate.direction_id] += 1
            record.waitlist_place = last[record.candidate.direction_id]
    Screening.objects.bulk_update(records, ["waitlist_place"], batch_size=500)


def check_turn(records: Sequence[Screening]) -> None:
    """Refuse to let up locked records unless they are exactly the next in order.

    Raises:
        Refused: state-moved, if one of them isn't waitlisted; waitlist-turn.
    """
    if not all(record.is_waitlisted for record in records):
        raise Refused("state-moved")
    wanted = {record.pk for record in records}
    for batch in {record.candidate.batch_id for record in records}:
        same = Screening.objects.filter(candidate__batch=batch)
        wanted -= set(_first(waitlist_of(same), Places(batch), wanted))
    if wanted:
        raise Refused("waitlist-turn")


def _first(
    waiting: Sequence[Screening], places: Places, wanted: Collection[int]
) -> Iterator[int]:
    """Those wanted that have room once all wanted before them have moved up.

    Who has room too and isn't wanted holds up the direction.
    """
    held_up = set()
    for record in waiting:
        direction, campus = record.candidate.direction_id, record.candidate.campus_id
        if direction in held_up or not places.has_room(direction, campus):
            continue
        if record.pk in wanted:
            places.take(direction, campus)
            yield record.pk
        else:
            held_up.add(direction)


def ask_to_move_up() -> None:
    """Open a duty about everybody who could move up, close those that are over."""
    at, found = clock.now(), all_next()
    subjects = {board.subject_of(record) for record in found}
    over = Duty.objects.filter(code="screening-move-up", closed_at=None)
    over.exclude(subject__in=subjects).update(closed_at=at)
    due = at + timedelta(days=3)
    board.open_for(found, "screening-move-up", Role.OFFICE, at=at, due=due, url=_page)


def _page(record: Screening) -> str:
    return f"/screening/decisions/{record.candidate.batch.slug}/waitlist/"
