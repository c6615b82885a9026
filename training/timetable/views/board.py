"""A plan as a board: the days of its round, and one day's rooms, slots and seats."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby

from candidates.register.models import Candidate
from training.studio.models import Seat, Slot
from training.timetable import queries
from training.timetable.forms import SeatForm
from training.timetable.models import Entry, Plan
from training.timetable.queries.around import extra_of
from training.timetable.views.figures import Figure, as_solved, of_board
from training.timetable.views.grid import Grid, grid
from training.trials.models import Trial
from training.trials.stages import MOVABLE
from training.trials.views.display import add_display

SHORT_SHOWN = 30  # people listed who have too few trials


@dataclass
class Place:
    """A seat in a slot, and who has it.

    Args:
        fixed: by a trial that publishing leaves alone.
        changed: not so in the timetable as it is.
    """

    slot: Slot
    seat: Seat
    taken_by: Entry | Trial | None = None
    fixed: bool = False
    changed: bool = False
    can_take: bool = False
    form: SeatForm | None = None


@dataclass
class Board:
    """All that the page of a plan shows.

    Args:
        chosen: slot and seat to be given to somebody, by their keys.
    """

    plan: Plan
    at: datetime
    day: date
    chosen: tuple[str, str] = ("", "")
    form: SeatForm | None = None
    slots: list[Slot] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.slots = queries.slots_on(self.plan.round, self.day)
        self.counts = queries.counted(self.plan, self.at)
        self.people = list(queries.competing(self.plan.round))
        self.extra = extra_of(self.plan.round, self.people)
        entries = queries.entries_in(self.plan, self.slots)
        trials = queries.trials_in(self.plan.round, self.slots)
        self.openings = queries.openings_in(self.plan, self.slots)
        self.entries = {(entry.slot_id, entry.seat_id): entry for entry in entries}
        self.trials = {(trial.slot_id, trial.seat_id): trial for trial in trials}

    @property
    def days(self) -> list[dict]:
        round_ = self.plan.round
        slots = queries.slots_by_day(round_)
        length = (round_.ends_on - round_.starts_on).days
        days = [round_.starts_on + timedelta(days=n) for n in range(length + 1)]
        return [
            {"day": day, "slots": slots.get(day, 0), "current": day == self.day}
            for day in days
        ]

    @property
    def figures(self) -> list[Figure]:
        """The plan in figures; those of the solver as they were when it made it."""
        wanted = sum(self._wanted(person) for person in self.people)
        given = sum(self.counts[person.pk] for person in self.people)
        apart = queries.apart(self.plan, self.at) if self.plan.is_draft else None
        run = queries.run_of(self.plan)
        own = of_board(self.covered, len(self.people), given, wanted, apart)
        return [*own, *as_solved(run)]

    @property
    def grid(self) -> Grid | None:
        return grid(list(self._rooms()))

    def _rooms(self) -> Iterator[tuple]:
        """Each room with its slots, each slot with its places."""
        for slot in self.slots:
            add_display(slot)
            opening = self.openings.get(slot.pk)
            slot.is_locked = bool(opening and opening.is_locked)  # type: ignore[attr-defined]
            slot.is_to_come = slot.during.lower > self.at  # type: ignore[attr-defined]
            if opening and opening.mentor:
                slot.mentor = opening.mentor
        for room, slots in groupby(self.slots, lambda slot: slot.room):
            yield (
                room,
                [
                    (slot, [self._place(slot, seat) for seat in room.seats.all()])
                    for slot in slots
                ],
            )

    def _place(self, slot: Slot, seat: Seat) -> Place:
        trial = self.trials.get((slot.pk, seat.pk))
        entry = self.entries.get((slot.pk, seat.pk))
        begun = slot.during.lower <= self.at
        if not self.plan.is_draft:
            return Place(slot, seat, entry)
        if trial and (begun or trial.state not in MOVABLE):
            return Place(slot, seat, trial, fixed=True)
        place = Place(slot, seat, entry, can_take=not begun)
        if entry is not None:
            place.changed = trial is None or trial.candidate_id != entry.candidate_id
        elif self.chosen == (str(slot.pk), str(seat.pk)) and not begun:
            place.form = self.form or self.seat_form()
        return place

    def seat_form(self, data=None) -> SeatForm:
        slot, seat = self.chosen
        return SeatForm(
            data, initial={"slot": slot, "seat": seat}, people=self._labelled()
        )

    def _labelled(self) -> Iterator[tuple[Candidate, str]]:
        """Those with the fewest trials first: `林可馨·0/2·浙江育英…`."""
        for person in sorted(self.people, key=lambda person: self.counts[person.pk]):
            count = f"{self.counts[person.pk]}/{self._wanted(person)}"
            yield person, f"{person.person.name} · {count} · {person.campus}"

    def _wanted(self, person: Candidate) -> int:
        return self.plan.round.trials_each + self.extra.get(person.pk, 0)

    @property
    def short(self) -> list[tuple[Candidate, int]]:
        """Who has too few trials by this plan, fewest first."""
        counts = self.counts
        short = [
            (p, counts[p.pk]) for p in self.people if counts[p.pk] < self._wanted(p)
        ]
        return sorted(short, key=lambda pair: pair[1])

    @property
    def short_shown(self) -> list[tuple[Candidate, int]]:
        return self.short[:SHORT_SHOWN]

    @property
    def covered(self) -> int:
        return len(self.people) - len(self.short)


def day_of(plan: Plan, asked: date) -> date:
    """That day, if it is one of the round's, else the nearest."""
    return min(max(asked, plan.round.starts_on), plan.round.ends_on)
