"""What pages and actions ask about trials."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.db.models import Count, Model, Prefetch, Q, QuerySet
from django.db.models.functions import TruncDate

from candidates.incubation.queries import suspended_among
from candidates.register.access import campuses_seen_by
from candidates.register.models import Candidate, DirectionCategory
from candidates.register.stages import Stage
from spark import clock
from spark.accounts.models import Role, User
from spark.accounts.queries import people_with
from spark.accounts.scope import Actor, has_role
from spark.campuses.models import Base, Campus, MatrixTeam
from spark.paging import Order
from training.course.stages import State as Enrolled
from training.trials import access
from training.trials.models import (
    Campaign,
    Entry,
    LiveRoom,
    Opening,
    Permit,
    Plan,
    Round,
    Slot,
    SolvePart,
    SolveRun,
    Travel,
    Trial,
    WeeklyTime,
)
from training.trials.stages import COUNTED, MOVABLE, SETTLED, PlanState, TrialState

M = TypeVar("M", bound=Model)
HOSTING = [Stage.INCUBATION, Stage.TRAINING]
MAY_HOST = Q(stage__in=HOSTING)
FILTERS = {
    "state": "state",
    "room": "slot__room",
    "campus": "candidate__campus",
}
TO_COME = Order("starts_at", descending=False)
PAST = Order("starts_at")


def trials(user: User, chosen: Mapping[str, str], *, past: bool) -> QuerySet[Trial]:
    """The list: from this morning on, or what was before."""
    morning = clock.midnight(clock.today())
    when = Q(starts_at__lt=morning) if past else Q(starts_at__gte=morning)
    rows = access.TRIALS.visible_to(user).filter(when)
    return rows.filter(**{FILTERS[name]: value for name, value in chosen.items()})


def trials_of(user: User, candidate_id: int) -> list[Trial]:
    """One candidate's, latest first."""
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


def competing(round_: Round) -> QuerySet[Candidate]:
    """Who may be put into a plan of the round."""
    return Candidate.objects.filter(
        batch=round_.campaign.batch_id,
        stage=Stage.TRAINING,
        state=Enrolled.COMPETING,
    ).select_related("person", "campus", "direction")


def rows_for(model: type[M], field: str, keys: Iterable[int]) -> QuerySet[M]:
    """Rows of a room or candidate, for those who came to these by a door."""
    return model._default_manager.filter(**{f"{field}__in": set(keys)})


def bases() -> QuerySet[Base]:
    """Those of all regions, the same for everybody."""
    return Base.objects.order_by("code")


def campuses() -> QuerySet[Campus]:
    return Campus.objects.order_by("code")


def teams() -> QuerySet[MatrixTeam]:
    return MatrixTeam.objects.order_by("pk")


def categories() -> QuerySet[DirectionCategory]:
    return DirectionCategory.objects.order_by("pk")


def mentors() -> QuerySet[User]:
    """Those of all bases, with where they are mentors."""
    rows = User.objects.filter(is_active=True, role_grants__role=Role.MENTOR)
    return rows.distinct().prefetch_related("role_grants").order_by("name", "pk")


def weekly_times_of(candidates: Iterable[int]) -> dict[int, list[WeeklyTime]]:
    """Lessons and free times by the candidate's key; who has none has none."""
    found: dict[int, list[WeeklyTime]] = defaultdict(list)
    for row in WeeklyTime.objects.filter(candidate__in=set(candidates)):
        found[row.candidate_id].append(row)
    return found


def permits_of(candidates: Iterable[int]) -> dict[int, list[Permit]]:
    """All on file, of any day, by the candidate's key."""
    found: dict[int, list[Permit]] = defaultdict(list)
    for row in Permit.objects.filter(candidate__in=set(candidates)):
        found[row.candidate_id].append(row)
    return found


def mentors_at(base: Base) -> QuerySet[User]:
    """Those who hold the role there, and still work."""
    return people_with(Role.MENTOR, base.pk).order_by("name", "pk")


def travels_from(campuses: Iterable[int]) -> list[Travel]:
    return list(Travel.objects.filter(campus__in=set(campuses)))


def entries_of(plan: Plan) -> list[Entry]:
    """With all that judging and showing them needs."""
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


def plans_to_start_from(round_: Round) -> QuerySet[Plan]:
    """Drafts and the published plan, newest first."""
    usable = [PlanState.DRAFT, PlanState.PUBLISHED]
    plans = Plan.objects.filter(round=round_, state__in=usable)
    return plans.select_related("round__campaign").order_by("-number")


def parts_of(run: SolveRun) -> list[SolvePart]:
    """How far each part is of a run that is planned base by base; else none."""
    rows = run.parts.exclude(bases=[])
    return list(rows.defer("solution", "people"))


def runs_of(user: User, round_: Round) -> QuerySet[SolveRun]:
    """The solver's last runs for a round, newest first."""
    return access.RUNS.visible_to(user).filter(round=round_).order_by("-pk")[:10]


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
    """By slot, what the plan says of it beside who is in it."""
    rows = plan.openings.filter(slot__in=list(slots)).select_related("mentor")
    return {row.slot_id: row for row in rows}


def trials_in(round_: Round, slots: Iterable[Slot]) -> list[Trial]:
    """The round's trials in these slots that weren't called off."""
    rows = of_round(round_.pk).filter(slot__in=list(slots))
    return list(rows.exclude(state=TrialState.CANCELLED))


def campaigns(user: User) -> QuerySet[Campaign]:
    return access.CAMPAIGNS.visible_to(user).annotate(
        round_count=Count("rounds", distinct=True)
    )


def rounds_of(user: User, campaign: Campaign) -> list[Round]:
    """With their plans, newest first, and how many trials of each kind there are."""
    plans = Prefetch(
        "plans",
        access.PLANS.visible_to(user)
        .select_related(None)
        .annotate(entry_count=Count("entries"))
        .order_by("-number"),
    )
    return list(
        access.ROUNDS.visible_to(user)
        .filter(campaign=campaign)
        .annotate(
            trial_count=Count("trials", filter=Q(trials__state__in=COUNTED)),
            finished_count=Count("trials", filter=Q(trials__state=TrialState.FINISHED)),
        )
        .prefetch_related(plans)
        .order_by("number")
    )


def of_those_gone(actor: Actor) -> tuple[QuerySet[Trial], QuerySet[Trial]]:
    """Trials to come of candidates who left, and of those whose internship rests."""
    rows = access.TRIALS.visible_to(actor).filter(state__in=MOVABLE)
    resting = rows.filter(
        candidate__in=suspended_among(rows.order_by().values("candidate"))
    ).exclude(candidate__stage=Stage.LEFT)
    return rows.filter(candidate__stage=Stage.LEFT), resting


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


def untouched(
    rooms: Iterable[LiveRoom], at: datetime, *, drafted: bool = False
) -> QuerySet[Slot]:
    """Slots to come that no trial was ever in, and no plan either unless `drafted`."""
    rows = Slot.objects.filter(room__in=rooms, starts_at__gt=at).filter(trials=None)
    return rows if drafted else rows.filter(entries=None)
