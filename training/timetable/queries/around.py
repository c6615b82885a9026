"""What a round's timetable depends on: its slots, and all that is outside its plan."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Q, Sum

from candidates.incubation.queries import suspended_among
from candidates.register.models import Candidate, DirectionCategory
from spark import clock
from training.studio.models import Shift, Slot
from training.studio.queries.grid import Closed, span_of
from training.timetable.models import Entry, Opening, Plan
from training.timetable.queries import competing, slots_of, standing
from training.timetable.stages import PlanState
from training.trials.models import Round, Trial
from training.trials.stages import COUNTED, HOLDING, MOVABLE


def slots_to_plan(round_: Round) -> list[Slot]:
    """The round's slots with rooms, seats, bases and categories."""
    rows = slots_of(round_).select_related("room__base__region", "room__category")
    return list(rows.prefetch_related("room__seats").order_by("starts_at", "pk"))


@dataclass(frozen=True)
class Around:
    """What a plan depends on beside its own entries.

    Args:
        people: who may be planned, their internships not suspended.
        standing: the round's trials that publishing leaves alone.
        taken_seats: (slot, seat) of trials that stay.
        kept_mentors: slots whose mentor a new plan doesn't choose.
        bound: by mentor, the slots they look after whatever is planned.
        elsewhere: by person, counted trials of other rounds.
        extra: by candidate, the trials of the round beyond those each has.
    """

    people: list[Candidate]
    standing: list[Trial]
    taken_seats: frozenset[tuple[int, int]]
    kept_mentors: frozenset[int]
    bound: Mapping[int, list[Slot]]
    elsewhere: Mapping[int, list[Trial]]
    closed: Closed
    shifts: list[Shift]
    categories: list[DirectionCategory]
    extra: Mapping[int, int] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)

    def is_closed(self, slot: Slot) -> bool:
        return self.closed.holds(slot.room_id, span_of(slot))


def around_round(
    round_: Round, slots: list[Slot], at: datetime, plan: Plan | None
) -> Around:
    """Read all of it, in a number of queries that doesn't grow with the people.

    Args:
        plan: whose entries and openings are read too.
    """
    rows = competing(round_).select_related("campus__region")
    resting = suspended_among(rows.order_by().values("pk"))
    people = list(rows.exclude(pk__in=resting).order_by("pk"))
    first = clock.midnight(round_.starts_on - timedelta(days=7))
    last = clock.midnight(round_.ends_on + timedelta(days=8))
    trials = Trial.objects.filter(starts_at__gte=first, starts_at__lt=last)
    stand = list(trials.filter(standing(at), round=round_))
    others = list(trials.filter(state__in=COUNTED).exclude(round=round_))
    elsewhere = defaultdict(list)
    for trial in others:
        elsewhere[trial.person_id].append(trial)
    holding = [trial for trial in others if trial.state in HOLDING]
    kept = _kept_mentors(slots, [*stand, *holding], round_, at)
    return Around(
        people=people,
        standing=stand,
        taken_seats=frozenset(
            (trial.slot_id, trial.seat_id) for trial in (*stand, *holding)
        ),
        kept_mentors=kept,
        bound=_bound([slot for slot in slots if slot.pk in kept], round_),
        elsewhere=dict(elsewhere),
        closed=Closed.between({slot.room for slot in slots}, first, last),
        shifts=list(Shift.objects.filter(during__overlap=(first, last))),
        categories=list(DirectionCategory.objects.all()),
        extra=extra_of(round_, people),
        entries=_entries(plan) if plan else [],
        openings=list(plan.openings.all()) if plan else [],
    )


def extra_of(round_: Round, people: Iterable[Candidate]) -> dict[int, int]:
    """By candidate, the extra trials that were ever decided on for the round."""
    given = round_.decisions.filter(slots__gt=0, candidate__in={*people})
    rows = given.order_by().values("candidate").annotate(n=Sum("slots"))
    return dict(rows.values_list("candidate", "n"))


def _entries(plan: Plan) -> list[Entry]:
    """The plan's entries; of a published one those whose trial is still to come."""
    entries = list(plan.entries.all())
    if plan.state != PlanState.PUBLISHED:
        return entries
    trials = Trial.objects.filter(round=plan.round_id, state__in=MOVABLE)
    there = set(trials.values_list("candidate", "slot"))
    return [entry for entry in entries if (entry.candidate_id, entry.slot_id) in there]


def _kept_mentors(
    slots: list[Slot], trials: list[Trial], round_: Round, at: datetime
) -> frozenset[int]:
    """Slots with a mentor that have trials that stay, or got the mentor by hand.

    All but those to come in which the published plan gave the round's own trials one:
    these are freed once another is published.
    """
    named = {slot.pk for slot in slots if slot.mentor_id}
    stay = {trial.slot_id for trial in trials}
    given = Opening.objects.filter(
        plan__round=round_, plan__state=PlanState.PUBLISHED, slot__starts_at__gt=at
    )
    own = Q(trials__round=round_, pk__in=given.values("slot"))
    planned = Slot.objects.filter(own, pk__in=named).values_list("pk", flat=True)
    return frozenset(named & stay | named - set(planned))


def _bound(kept: Iterable[Slot], round_: Round) -> dict[int, list[Slot]]:
    """Those, and slots over the midnights with which the round begins and ends."""
    over = Q()
    for day in (round_.starts_on, round_.ends_on + timedelta(days=1)):
        midnight = clock.midnight(day)
        over |= Q(starts_at__lt=midnight, during__endswith__gt=midnight)
    across = Slot.objects.filter(over, mentor__isnull=False)
    found: dict[int, list[Slot]] = defaultdict(list)
    for slot in (*kept, *across):
        if slot.mentor_id:
            found[slot.mentor_id].append(slot)
    return found


@dataclass(frozen=True)
class Supply:
    """Numbers that tell whether a round can be planned.

    Args:
        people: who compete.
        needed: trials they lack.
        places: seats in slots to come.
        mentors: with a shift in the round's days.
    """

    people: int
    needed: int
    places: int
    mentors: int


def supply_of(round_: Round, at: datetime) -> Supply:
    """Counted by the database."""
    people = competing(round_)
    number = people.count()
    extra = sum(extra_of(round_, people).values())
    stand = Trial.objects.filter(
        standing(at), round=round_, state__in=COUNTED, candidate__in=people.order_by()
    )
    slots = slots_of(round_).filter(starts_at__gt=at)
    seats = slots.aggregate(number=Count("room__seats"))["number"]
    first = clock.midnight(round_.starts_on)
    after = clock.midnight(round_.ends_on + timedelta(days=1))
    shifts = Shift.objects.filter(during__overlap=(first, after))
    return Supply(
        people=number,
        needed=max(number * round_.trials_each + extra - stand.count(), 0),
        places=seats,
        mentors=shifts.values("mentor").distinct().count(),
    )
