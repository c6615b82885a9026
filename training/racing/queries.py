"""What is known of a round once it was run: standings, decisions, who took part."""

from collections.abc import Iterable

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from candidates.register.models import Candidate, Direction
from candidates.register.stages import Stage
from spark.campuses.models import Campus
from training.course.models import Enrolment
from training.course.stages import State
from training.racing.models import RoundDecision
from training.racing.stages import Ground, Outcome
from training.standings import queries as standings
from training.standings.models import Place, Standing
from training.trials.models import Round, Trial
from training.trials.stages import HOLDING, TrialState


def places_of(standing: Standing) -> list[Place]:
    rows = Place.objects.filter(standing=standing).select_related("candidate")
    return list(rows.order_by(F("rank").asc(nulls_last=True), "pk"))


def ranks_in(made: Iterable[int], people: Iterable[int]) -> dict[tuple, int]:
    """By standing and candidate, the rank had there."""
    rows = Place.objects.filter(standing__in={*made}, candidate__in={*people})
    found = rows.values_list("standing", "candidate", "rank")
    return {(s, c): rank for s, c, rank in found if rank is not None}


def quotas_of(round_: Round) -> dict[tuple[int, int | None], int]:
    return {(d, c): n for d, c, n in standings.quotas_of(round_)}


def in_force(round_: Round) -> QuerySet[RoundDecision]:
    """The decisions that no later one has taken the place of."""
    return RoundDecision.objects.filter(round=round_, superseded_at=None)


def noted_in(round_: Round) -> QuerySet[RoundDecision]:
    """Those not released yet."""
    return in_force(round_).filter(released_at=None)


def slots_used(round_: Round, standing: Standing) -> int:
    """Extra slots given by decisions on earlier standings."""
    rows = RoundDecision.objects.filter(round=round_, outcome=Outcome.EXTRA)
    used = rows.exclude(standing=standing).aggregate(n=Coalesce(Sum("slots"), 0))
    return used["n"]


def racers_of(round_: Round) -> Q:
    """Who takes part: on air in it or to be, placed or decided on.

    Who competes in the batch and had no trial in the round isn't raced.
    """
    batch = Q(candidate__batch=round_.campaign.batch_id)
    trials = Trial.objects.filter(round=round_).exclude(state=TrialState.CANCELLED)
    known = RoundDecision.objects.filter(round=round_)
    return batch & (
        Q(candidate__in=trials.values("candidate"))
        | Q(candidate__in=known.values("candidate"))
    )


def competing_in(round_: Round) -> QuerySet[Enrolment]:
    """Of them, those who still compete."""
    return Enrolment.objects.filter(racers_of(round_), state=State.COMPETING)


def everybody_in(round_: Round) -> QuerySet[Enrolment]:
    """Of them, all: those who left too."""
    rows = Enrolment.objects.filter(racers_of(round_))
    return rows.select_related("candidate")


def directions_of(people: Iterable[int]) -> dict[int, int]:
    rows = Candidate.objects.filter(pk__in={*people})
    return dict(rows.values_list("pk", "direction"))


def beside(round_: Round) -> int:
    """How many compete in the batch without a trial in the round."""
    rows = Enrolment.objects.filter(
        state=State.COMPETING, candidate__batch=round_.campaign.batch_id
    )
    return rows.exclude(racers_of(round_)).count()


def trials_waiting(round_: Round) -> int:
    """Trials to come or on air."""
    return Trial.objects.filter(round=round_, state__in=HOLDING).count()


STILL_HOLDS = Q(candidate__stage__in=[Stage.TRAINING, Stage.SIGNING, Stage.MANAGEMENT])


def qualified_in(round_: Round) -> QuerySet[RoundDecision]:
    """Those who were released as qualified."""
    rows = in_force(round_).filter(outcome=Outcome.QUALIFIED)
    return rows.filter(released_at__isnull=False)


def reserve_of(round_: Round) -> list[RoundDecision]:
    """Who waits for a place, in the order in which they move up."""
    rows = in_force(round_).filter(
        outcome=Outcome.RESERVE,
        released_at__isnull=False,
        candidate__stage=Stage.TRAINING,
        candidate__state=State.COMPETING,
    )
    rows = rows.select_related("candidate__person", "candidate__campus")
    rows = rows.select_related("candidate__direction", "candidate__batch")
    order = F("reserve_place").asc(nulls_last=True)
    return list(rows.order_by("candidate__direction", order, "pk"))


def places_held(round_: Round) -> list[tuple[int, int, int, int]]:
    """(direction, college, places given at release, of all those held now)."""
    rows = (
        qualified_in(round_)
        .order_by()
        .values("candidate__direction", "candidate__campus")
    )
    found = rows.annotate(
        given=Count("pk", filter=~Q(ground=Ground.FREED)),
        held=Count("pk", filter=STILL_HOLDS),
    )
    return list(
        found.values_list("candidate__direction", "candidate__campus", "given", "held")
    )


def last_rounds_with_reserve() -> list[Round]:
    """Whose reserve is not used up."""
    waiting = RoundDecision.objects.filter(
        outcome=Outcome.RESERVE, superseded_at=None, released_at__isnull=False
    )
    rows = Round.objects.filter(pk__in=waiting.values("round"))
    return list(rows.select_related("campaign__batch").order_by("pk"))


def released_of(
    rows: QuerySet[RoundDecision], candidate: Candidate
) -> list[RoundDecision]:
    """A candidate's, of those somebody sees: the last word on each round."""
    known = rows.filter(candidate=candidate, released_at__isnull=False)
    newest: dict[int, RoundDecision] = {}
    for one in known.order_by("released_at", "pk"):
        newest[one.round_id] = one
    return sorted(newest.values(), key=lambda one: -one.round.number)


def directions() -> QuerySet[Direction]:
    return Direction.objects.order_by("pk")


def campuses() -> QuerySet[Campus]:
    return Campus.objects.order_by("code")
