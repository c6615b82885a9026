"""What pages and actions ask about trials."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat, TruncDate

from candidates.incubation.queries import ended_by, runs_on, suspended_among
from candidates.register.access import campuses_seen_by
from candidates.register.stages import Stage
from spark import clock
from spark.accounts.models import Role, User
from spark.accounts.queries import duties_of
from spark.accounts.scope import Actor, has_role
from spark.campuses.calendar import Days
from spark.campuses.models import Campus
from spark.paging import Order
from training.studio.models import LiveRoom
from training.trials import access
from training.trials.models import Campaign, Trial
from training.trials.stages import COUNTED, MOVABLE

FILTERS = {
    "state": "state",
    "room": "slot__room",
    "campus": "candidate__campus",
    "against": "against__len__gt",
}
TO_COME = Order("starts_at", descending=False)
PAST = Order("starts_at")


def trials(user: User, *, past: bool | None) -> QuerySet[Trial]:
    """Trials from this morning on, or earlier ones, or both."""
    if past is None:
        return access.TRIALS.visible_to(user)
    morning = clock.midnight(clock.today())
    when = Q(starts_at__lt=morning) if past else Q(starts_at__gte=morning)
    return access.TRIALS.visible_to(user).filter(when)


def narrowed(
    rows: QuerySet[Trial], user: User, chosen: Mapping[str, Any]
) -> QuerySet[Trial]:
    """Those with what is chosen of FILTERS, and about which the user has that to do."""
    found = {FILTERS[name]: value for name, value in chosen.items() if name in FILTERS}
    if code := chosen.get("duty"):
        subject = Concat(Value("trial:"), Cast(OuterRef("pk"), CharField()))
        rows = rows.filter(Exists(duties_of(user).filter(code=code, subject=subject)))
    return rows.filter(**found)


def trials_of(user: Actor, candidate_id: int) -> list[Trial]:
    """The candidate's trials, latest first."""
    rows = access.TRIALS.visible_to(user).filter(candidate=candidate_id)
    return list(rows.order_by("-starts_at", "-pk"))


def rooms_of(user: User) -> QuerySet[LiveRoom]:
    """The rooms to filter by: those with trials the user sees."""
    mine = access.TRIALS.visible_to(user).order_by().values("slot__room")
    return LiveRoom.objects.filter(pk__in=mine).order_by("name_zh", "pk")


def campuses_of(user: User) -> QuerySet[Campus]:
    """The colleges to filter by; for a mentor or manager, those with such trials."""
    rows = campuses_seen_by(user)
    if has_role(user, Role.OFFICE, Role.COORDINATOR):
        return rows
    mine = access.TRIALS.visible_to(user).order_by().values("candidate__campus")
    return rows.filter(pk__in=mine)


def campaigns(user: User) -> QuerySet[Campaign]:
    return access.CAMPAIGNS.visible_to(user).annotate(
        round_count=Count("rounds", distinct=True)
    )


def trials_to_call_off(actor: Actor) -> tuple[QuerySet[Trial], ...]:
    """Trials to come of who left or rests, after an internship, and outside its days.

    It may have ended, or these days have been corrected, after the trial was planned.
    """
    rows = access.TRIALS.visible_to(actor).filter(state__in=MOVABLE)
    left = rows.filter(candidate__stage=Stage.LEFT)
    here = rows.exclude(candidate__stage=Stage.LEFT)
    suspended = suspended_among(rows.order_by().values("candidate"))
    resting = here.filter(candidate__in=suspended)
    others = here.exclude(candidate__in=suspended).alias(day=TruncDate("starts_at"))
    runs = runs_on(OuterRef("candidate"), OuterRef("day"))
    over = ended_by(OuterRef("candidate"), OuterRef("starts_at"))
    return left, resting, others.filter(over), others.exclude(over).exclude(runs)


def to_judge(rows: QuerySet[Trial]) -> list[Trial]:
    """Trials with all that judging them needs."""
    more = ("slot__room__base__region", "slot__room__category")
    given = rows.select_related(
        "candidate__person", "candidate__campus", "round__campaign", *more
    )
    return list(given)


def beside_them(trials: Sequence[Trial], days: Days) -> list[Trial]:
    """Others of the same people in those days that take their time."""
    return list(
        Trial.objects.filter(
            person__in={trial.person_id for trial in trials},
            state__in=COUNTED,
            starts_at__gte=clock.midnight(days.first),
            starts_at__lt=clock.midnight(days.last),
        ).exclude(pk__in=[trial.pk for trial in trials])
    )
