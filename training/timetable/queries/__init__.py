"""What pages and actions ask about plans."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import TruncDate

from candidates.register.models import Candidate
from candidates.register.stages import Stage
from spark import clock
from spark.accounts.models import User
from spark.campuses.calendar import Days
from training.course.stages import State as Enrolled
from training.studio.models import Slot
from training.timetable import access
from training.timetable.models import (
    Entry,
    Opening,
    Plan,
    Publication,
    SolvePart,
    SolveRun,
)
from training.timetable.stages import PlanState
from training.trials.access import ROUNDS
from training.trials.models import Campaign, Round, Trial
from training.trials.stages import COUNTED, MOVABLE, SETTLED, TrialState


def competing(round_: Round) -> QuerySet[Candidate]:
    """Who may be put into a plan of the round."""
    return Candidate.objects.filter(
        batch=round_.campaign.batch_id,
        stage=Stage.TRAINING,
        state=Enrolled.COMPETING,
    ).select_related("person", "campus", "direction")


def entries_of(plan: Plan) -> list[Entry]:
    """The plan's entries by time, with all that checking and showing them needs."""
    return list(
        Entry.objects.filter(plan=plan)
        .select_related(
            "candidate__person",
            "candidate__campus",
            "slot__room__base__region",
            "slot__room__category",
            "seat",
        )
        .order_by("slot__starts_at", "pk")
    )


def entries_by_key(keys: Iterable[int | None]) -> dict[int, Entry]:
    rows = Entry.objects.select_related("candidate__person", "slot__room")
    return rows.in_bulk({key for key in keys if key})


def plans_to_start_from(round_: Round) -> QuerySet[Plan]:
    """Drafts and the published plan, newest first."""
    usable = [PlanState.DRAFT, PlanState.PUBLISHED]
    plans = Plan.objects.filter(round=round_, state__in=usable)
    return plans.select_related("round__campaign").order_by("-number")


def parts_of(run: SolveRun) -> list[SolvePart]:
    """The parts of a run that is planned base by base, without what they found."""
    rows = run.parts.exclude(bases=[])
    return list(rows.defer("solution", "people"))


def runs_of(user: User, round_: Round) -> QuerySet[SolveRun]:
    """The solver's last runs for a round, newest first."""
    return access.RUNS.visible_to(user).filter(round=round_).order_by("-pk")[:10]


def run_of(plan: Plan) -> SolveRun | None:
    """The solver's run that made the plan, if one did."""
    return SolveRun.objects.filter(plan=plan).select_related("base").first()


def publication_of(user: User, plan: Plan) -> Publication | None:
    """The last look at what publishing a plan would do, or its publishing."""
    return access.PUBLICATIONS.visible_to(user).filter(plan=plan).first()


def published_of(round_id: int) -> Plan | None:
    """The round's timetable as it is, if there is one."""
    return Plan.objects.filter(round=round_id, state=PlanState.PUBLISHED).first()


def of_round(round_id: int) -> QuerySet[Trial]:
    return Trial.objects.filter(round=round_id).select_related(
        "candidate__person", "candidate__campus", "slot__room__base", "seat"
    )


def replaceable(at: datetime) -> Q:
    """Trials that a plan published at that moment makes anew, moves or cancels."""
    return Q(state__in=MOVABLE, starts_at__gt=at)


def standing(at: datetime) -> Q:
    """Trials that publishing leaves alone: begun, or settled one way or other."""
    return Q(state__in=SETTLED) | Q(state__in=MOVABLE, starts_at__lte=at)


def beside(
    round_: Round, entries: Iterable[Entry], days: Days, at: datetime
) -> list[Trial]:
    """Trials that a plan of the round, published then, leaves where they are.

    Those of people or on seats that its entries name.
    """
    named = list(entries)
    rows = Trial.objects.filter(
        state__in=COUNTED,
        starts_at__gte=clock.midnight(days.first),
        starts_at__lt=clock.midnight(days.last),
    ).exclude(replaceable(at), round=round_.pk)
    people = {entry.candidate.person_id for entry in named}
    seats = {entry.seat_id for entry in named}
    rows = rows.filter(Q(person__in=people) | Q(seat__in=seats))
    return list(rows.select_related("candidate__person", "slot__room"))


def slots_of(round_: Round) -> QuerySet[Slot]:
    """The slots that lie in the round's days."""
    first = clock.midnight(round_.starts_on)
    after = clock.midnight(round_.ends_on + timedelta(days=1))
    return Slot.objects.filter(starts_at__gte=first, during__endswith__lte=after)


def slots_on(round_: Round, day: date) -> list[Slot]:
    """The round's slots of one day with their rooms' seats, room by room."""
    first, after = clock.midnight(day), clock.midnight(day + timedelta(days=1))
    rows = slots_of(round_).filter(starts_at__gte=first, starts_at__lt=after)
    return list(
        rows.select_related("room__base", "mentor")
        .prefetch_related("room__seats")
        .order_by("room__base", "room", "starts_at")
    )


def slots_by_day(round_: Round) -> dict[date, int]:
    """How many slots each day of the round has."""
    days = slots_of(round_).annotate(day=TruncDate("starts_at")).order_by("day")
    return dict(days.values_list("day").annotate(Count("pk")))


def entries_in(plan: Plan, slots: Iterable[Slot]) -> list[Entry]:
    rows = Entry.objects.filter(plan=plan, slot__in=list(slots))
    return list(rows.select_related("candidate__person", "candidate__campus"))


def openings_in(plan: Plan, slots: Iterable[Slot]) -> dict[int, Opening]:
    """By slot, its mentor and lock in the plan."""
    rows = plan.openings.filter(slot__in=list(slots)).select_related("mentor")
    return {row.slot_id: row for row in rows}


def trials_in(round_: Round, slots: Iterable[Slot]) -> list[Trial]:
    """The round's trials in these slots that weren't called off."""
    rows = of_round(round_.pk).filter(slot__in=list(slots))
    return list(rows.exclude(state=TrialState.CANCELLED))


def rounds_of(user: User, campaign: Campaign) -> list[Round]:
    """The campaign's rounds, with numbers of trials and their plans, newest first."""
    plans = Prefetch(
        "plans",
        access.PLANS.visible_to(user)
        .select_related(None)
        .annotate(entry_count=Count("entries"))
        .order_by("-number"),
    )
    return list(
        ROUNDS.visible_to(user)
        .filter(campaign=campaign)
        .annotate(
            trial_count=Count("trials", filter=Q(trials__state__in=COUNTED)),
            finished_count=Count("trials", filter=Q(trials__state=TrialState.FINISHED)),
        )
        .prefetch_related(plans)
        .order_by("number")
    )


def counted(plan: Plan, at: datetime) -> Counter[int]:
    """How many trials each candidate would have in the round by this plan."""
    stand = Trial.objects.filter(standing(at), round=plan.round_id, state__in=COUNTED)
    planned = Entry.objects.filter(plan=plan, slot__starts_at__gt=at)
    stands, plans = (
        rows.order_by().values_list("candidate").annotate(number=Count("pk"))
        for rows in (stand, planned)
    )
    numbers: Counter[int] = Counter()
    for candidate, number in stands.union(plans, all=True):
        numbers[candidate] += number
    return numbers


def apart(plan: Plan, at: datetime) -> int:
    """How many seats it gives otherwise than the timetable as it is does."""
    same = Trial.objects.filter(
        replaceable(at),
        round=plan.round_id,
        **{name: OuterRef(name) for name in ("candidate", "slot", "seat")},
    )
    planned = Entry.objects.filter(plan=plan, slot__starts_at__gt=at)
    return planned.exclude(Exists(same)).count()
