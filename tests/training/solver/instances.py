"""Small timetables of all kinds, for hypothesis: a Saturday to the next Tuesday."""

from collections import Counter
from dataclasses import replace

from hypothesis import strategies as st

from training.solver.problem import (
    DAY,
    Bar,
    Candidate,
    Event,
    Instance,
    Mentor,
    Room,
    Round,
    Route,
    Slot,
)

FIRST, DAYS = 5, 9
LATE = 22 * 60 + 30  # starts at most: two hours from there are over midnight
KINDS = ("food", "home")
HOURS = st.integers(8, 21)


def span(draw) -> tuple[int, int]:
    day, start = draw(st.integers(FIRST, DAYS - 1)), draw(HOURS)
    length = draw(st.integers(1, 24 - start))
    return day * DAY + start * 60, day * DAY + (start + length) * 60


@st.composite
def instances(draw) -> Instance:
    rooms = tuple(
        Room(number, draw(st.integers(0, 1)), draw(st.sampled_from(KINDS)), bars(draw))
        for number in range(draw(st.integers(1, 3)))
    )
    slots = tuple(slots_of(draw, rooms))
    candidates = tuple(
        candidate(draw, number) for number in range(draw(st.integers(1, 5)))
    )
    everybody = tuple(candidate.id for candidate in candidates)
    return Instance(
        days=DAYS,
        rooms=rooms,
        slots=slots,
        candidates=candidates,
        routes={campus: routes(draw) for campus in range(2)},
        mentors=tuple(mentor(draw, 50 + number) for number in range(4)),
        rounds=(
            Round(7, 5, 6, draw(st.integers(1, 2)), everybody),
            Round(8, 7, 8, 1, everybody[::2]),
        ),
        night=(22 * 60, 6 * 60),
        day_cap=draw(st.sampled_from((90, 480))),
        locked=frozenset(slot.id for slot in slots if draw(st.integers(0, 9)) == 0),
    )


def bars(draw) -> tuple[Bar, ...]:
    return tuple(Bar(*span(draw), "barred") for _ in range(draw(st.integers(0, 1))))


def slots_of(draw, rooms):
    number = 100
    for room in rooms:
        for day in range(FIRST, DAYS):
            start = 9 * 60
            while start <= LATE:
                length = draw(st.sampled_from((45, 60, 120)))
                if draw(st.booleans()):
                    viewers, seats = draw(st.integers(50, 900)), draw(st.integers(1, 2))
                    begins, prime = day * DAY + start, int(start >= 1110)
                    row = (number, room.id, day, begins, length, viewers, seats, prime)
                    yield Slot(*row)
                    number += 1
                start += length + 75


def candidate(draw, number: int) -> Candidate:
    free = ((0, (DAYS + 1) * DAY),) if draw(st.booleans()) else (span(draw), span(draw))
    return Candidate(
        id=number,
        campus=draw(st.integers(0, 1)),
        intern=draw(st.booleans()),
        categories=frozenset(draw(st.sets(st.sampled_from(KINDS), min_size=1))),
        available=free,
        training=tuple(span(draw) for _ in range(draw(st.integers(0, 1)))),
        rest=draw(st.sampled_from((0, 60, 720))),
        week_cap=draw(st.sampled_from((120, 600, 2400))),
        bars=bars(draw),
    )


def routes(draw) -> dict[int, Route]:
    days = st.frozensets(st.integers(FIRST, DAYS - 1), min_size=2)
    bases = draw(st.sets(st.integers(0, 1), min_size=1))
    return {base: Route(draw(days), draw(st.sampled_from((0, 45)))) for base in bases}


def mentor(draw, number: int) -> Mentor:
    shifts = tuple(
        (day * DAY + 480, day * DAY + draw(st.sampled_from((960, 1440, 1560))))
        for day in range(FIRST, DAYS)
    )
    bound = tuple(
        (*span(draw), draw(st.integers(0, 3)))
        for _ in range(draw(st.sampled_from((0, 0, 2))))
    )
    return Mentor(number, draw(st.integers(0, 1)), shifts, bound)


@st.composite
def events(draw, instance: Instance) -> Event:
    now = draw(st.integers(FIRST, 7))
    people = [candidate.id for candidate in instance.candidates]
    return Event(
        now=now,
        freeze_until=now + draw(st.integers(0, 1)),
        closed_rooms=draw(st.frozensets(st.integers(0, 2), max_size=1)),
        closed_from=draw(st.integers(FIRST, DAYS)),
        withdrawn=draw(st.frozensets(st.sampled_from(people), max_size=2)),
    )


@st.composite
def facts(draw, instance: Instance) -> Instance:
    """The same with assignments that stand as they are, lawful or not."""
    slots = [slot for slot in instance.slots if slot.capacity]
    if not slots:
        return instance
    rows, filled = set(), Counter()
    for _ in range(draw(st.integers(1, 4))):
        slot = draw(st.sampled_from(slots))
        round_ = draw(st.sampled_from(instance.rounds))
        row = draw(st.sampled_from(round_.active)), slot.id, round_.id
        if row not in rows and filled[slot.id] < slot.capacity:
            rows.add(row)
            filled[slot.id] += 1
    return replace(instance, fixed=tuple(sorted(rows)))
