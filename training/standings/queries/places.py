"""What pages of standings show."""

from collections.abc import Iterable, Mapping

from django.db.models import QuerySet

from candidates.register.models import Candidate, Direction
from spark.accounts.models import User
from spark.accounts.scope import Actor
from spark.campuses.models import Campus
from training.standings.access import PLACES, STANDINGS
from training.standings.models import Place, Standing
from training.studio.models import LiveRoom
from training.trials.models import Round


def standings_of(user: User, round_: Round) -> list[Standing]:
    """All that were made of the round, the one in force first."""
    rows = STANDINGS.visible_to(user).filter(round=round_).defer("inputs")
    return list(rows.order_by("-number"))


def places_in(user: User, standing: Standing) -> QuerySet[Place]:
    """Everybody's, with the trials that counted."""
    rows = PLACES.visible_to(user).filter(standing=standing).defer(None)
    rows = rows.defer("candidate__person__id_number").select_related(None)
    return rows.select_related(
        "candidate__person", "candidate__campus", "candidate__direction"
    )


def ranks_in(standing: Standing) -> dict[int, int | None]:
    """By candidate."""
    rows = Place.objects.filter(standing=standing)
    return dict(rows.values_list("candidate", "rank"))


def rooms_named(keys: Iterable[int]) -> dict[int, LiveRoom]:
    return LiveRoom.objects.in_bulk(set(keys))


def candidates_named(keys: Iterable[int]) -> Mapping[int, Candidate]:
    rows = Candidate.objects.select_related("person")
    return rows.defer("person__id_number").in_bulk(set(keys))


def judges_named(keys: Iterable[str]) -> dict[str, str]:
    """By key, of those who have a card of their own."""
    own = {int(key) for key in keys if key.isdecimal()}
    rows = User.objects.filter(pk__in=own).values_list("pk", "name") if own else ()
    return {str(key): name for key, name in rows}


def directions_named(keys: Iterable[int]) -> Mapping[int, Direction]:
    return Direction.objects.in_bulk(set(keys))


def campuses_named(keys: Iterable[int]) -> Mapping[int, Campus]:
    return Campus.objects.in_bulk(set(keys))


def campuses_in(standing: Standing | None) -> QuerySet[Campus]:
    rows = Candidate.objects.filter(places__standing=standing)
    return Campus.objects.filter(pk__in=rows.values("campus")).order_by("code")


def directions_in(standing: Standing | None) -> QuerySet[Direction]:
    rows = Candidate.objects.filter(places__standing=standing)
    return Direction.objects.filter(pk__in=rows.values("direction")).order_by("pk")


def with_its_trials(user: User, pk: int) -> Place:
    """A place with what counted.

    Raises:
        Http404: it isn't there, or not theirs.
    """
    place = PLACES.get(user, pk)
    place.refresh_from_db(fields=["counted"])
    return place


def latest_of(actor: Actor, candidate: int) -> list[Place]:
    """A candidate's place in the newest standings of each round, as far as one sees.

    The office sees it at once, others when the round is released; the last round first.
    """
    found: dict[int, Place] = {}
    rows = PLACES.visible_to(actor).filter(candidate=candidate)
    for place in rows.order_by("-standing__round", "-standing__number"):
        found.setdefault(place.standing.round_id, place)
    return list(found.values())
