"""Invented rounds of four sizes, the same for the same seed: nobody in them is real."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

Chance = np.random.Generator
DAY = 1440
KINDS = ("food", "clothing", "home", "beauty")
WANTED = (0.35, 0.30, 0.20, 0.15)  # how many choose a kind first
DRAW = (1.10, 1.00, 0.85, 1.05)  # how many look at it
# Of the rooms of a base, one after the other.
ROOM_KINDS = (0, 1, 2, 0, 1, 3, 0, 1, 2, 0, 1, 3, 2)
BY_HOUR = np.array(
    [0.5, 0.3, 0.2, 0.2, 0.2, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.9]
    + [1.1, 1.0, 0.8, 0.75, 0.8, 0.9, 1.15, 1.5, 1.75, 1.7, 1.3, 0.9]
)
BY_WEEKDAY = (0.92, 0.94, 0.95, 0.98, 1.05, 1.18, 1.15)
PRIME = (18 * 60 + 30, 22 * 60)
PARTS = ((480, 705), (705, 960), (960, 1140), (1140, DAY))  # of a day of lectures
REMOTE = ({0, 2, 4, 5, 6}, {1, 3, 5, 6})  # weekdays on which a bus goes there


@dataclass(frozen=True)
class Size:
    """`rounds` are first day, last day, slots each, share of the people still in it."""

    people: int
    rooms: int
    days: int
    bases: int
    rounds: tuple[tuple[int, int, int, float], ...]


@dataclass(frozen=True)
class Variant:
    """How hard it is made: lectures, people who sell one kind, mentors per room."""

    busy: tuple[float, float]
    one_kind: float
    mentors: float
    week_caps: tuple[float, float, float]


SIZES = {
    "S": Size(30, 4, 7, 1, ((0, 3, 2, 1), (4, 6, 2, 0.5))),
    "M": Size(300, 12, 14, 1, ((0, 8, 2, 1), (9, 13, 2, 0.5))),
    "L": Size(2_000, 60, 21, 3, ((0, 9, 2, 1), (10, 15, 2, 0.5), (16, 20, 3, 0.25))),
    "XL": Size(10_000, 200, 28, 8, ((0, 14, 2, 1), (15, 21, 2, 0.4), (22, 27, 3, 0.2))),
}
VARIANTS = {
    "std": Variant((0.2, 0.6), 0.3, 2.4, (0.05, 0.35, 0.6)),
    "tight": Variant((0.35, 0.75), 0.6, 1.6, (0.15, 0.35, 0.5)),
}


def invented(size: str, seed: int, variant: str = "std") -> dict[str, Any]:
    """An instance, as `reading.instance` takes it."""
    of, how = SIZES[size], VARIANTS[variant]
    chance = np.random.default_rng([seed, list(SIZES).index(size), 8])
    rooms = [_room(number, of, chance) for number in range(of.rooms)]
    slots = [row for room in rooms for row in _slots(room, of.days, chance)]
    campuses = [_campus(number, of, chance) for number in range(4 * of.bases)]
    lessons = [_lessons(of.days, chance) for _ in campuses]
    return {
        "name": f"{size}-{seed}" + ("" if variant == "std" else f"-{variant}"),
        "days": of.days,
        "rules": {"night": [22 * 60, 6 * 60], "day_cap": 480},
        "campuses": campuses,
        "rooms": rooms,
        "slots": [[number, *row] for number, row in enumerate(slots)],
        "candidates": [
            _person(at, of, how, lessons, chance) for at in range(of.people)
        ],
        "mentors": list(_mentors(of, how, chance)),
        "rounds": list(_rounds(of, chance)),
        "fixed": [],
    }


def _room(number: int, of: Size, chance: Chance) -> dict[str, Any]:
    kind = ROOM_KINDS[number // of.bases % len(ROOM_KINDS)]
    lengths, shares = (30, 45, 60, 90, 120), (0.1, 0.2, 0.4, 0.2, 0.1)
    return {
        "id": number,
        "base": number % of.bases,
        "category": KINDS[kind],
        "open": [
            int(chance.choice((8, 9, 10, 12))) * 60,
            int(chance.choice((22, 23, 24), p=(0.4, 0.3, 0.3))) * 60,
        ],
        "capacity": 2 if chance.random() < 0.25 else 1,
        "length": int(chance.choice(lengths, p=shares)),
        "viewers": 900 * chance.lognormal(0, 0.3) * DRAW[kind],  # in an hour
    }


def _slots(room: dict[str, Any], days: int, chance: Chance) -> Iterator[list[int]]:
    """A quarter of an hour apart; one in five belongs to the shop's own programme."""
    length, (opens, closes) = room["length"], room["open"]
    for day in range(days):
        for start in range(opens, closes - length + 1, length + 15):
            if chance.random() < 0.2:
                continue
            hours = np.arange(start, start + length, 15) // 60
            viewers = room["viewers"] * length / 60 * BY_HOUR[hours].mean()
            viewers *= BY_WEEKDAY[day % 7] * chance.lognormal(0, 0.08)
            if room["capacity"] > 1:
                viewers *= 0.6  # each of two gets less
            row = [room["id"], day, day * DAY + start, length, round(viewers)]
            yield [*row, room["capacity"], int(PRIME[0] <= start < PRIME[1])]


def _campus(number: int, of: Size, chance: Chance) -> dict[str, Any]:
    """Its own base every day, if it isn't remote; perhaps the next one at weekends."""
    base, remote = number % of.bases, number // of.bases == 3
    goes = REMOTE[number % 2] if remote else set(range(7))
    days = [day for day in range(of.days) if day % 7 in goes]
    travel = 60 if remote else int(chance.choice((15, 30, 45)))
    routes = {str(base): {"days": days, "travel": travel}}
    if of.bases > 1 and chance.random() < 0.5:
        weekend = [day for day in range(of.days) if day % 7 >= 5]
        routes[str((base + 1) % of.bases)] = {"days": weekend, "travel": 90}
    return {"id": number, "bases": routes}


def _lessons(days: int, chance: Chance) -> list[list[int]]:
    weekdays = chance.choice(5, 2, replace=False)
    start = int(chance.choice((9 * 60, 14 * 60, 18 * 60 + 30)))
    begins = [day * DAY + start for day in range(days) if day % 7 in weekdays]
    return [[begin, begin + 90] for begin in begins]


def _person(
    number: int, of: Size, how: Variant, lessons: list, chance: Chance
) -> dict[str, Any]:
    campus = int(chance.integers(len(lessons)))
    count = 1 if chance.random() < how.one_kind else 2
    kinds = chance.choice(len(KINDS), count, replace=False, p=WANTED)
    return {
        "id": number,
        "campus": campus,
        "intern": bool(chance.random() < 0.92),
        "categories": [KINDS[kind] for kind in sorted(kinds)],
        "avail": _free(of.days, chance.uniform(*how.busy), chance),
        "training": lessons[campus],
        "min_rest": 720,
        "weekly_cap": int(chance.choice((330, 600, 1200), p=how.week_caps)),
        "pref_daypart": chance.permutation(3).tolist(),
        "pref_rooms": sorted(chance.choice(of.rooms, 2, replace=False).tolist()),
    }


def _free(days: int, busy: float, chance: Chance) -> list[list[int]]:
    """What a week of lectures leaves, day by day; parts that adjoin are one span."""
    often = np.where(np.arange(7) < 5, busy, 0.15)[:, None]
    lectures = chance.random((7, len(PARTS))) < often
    spans: list[list[int]] = []
    for day in range(days):
        for (start, end), taken in zip(PARTS, lectures[day % 7], strict=True):
            adjoins = (
                start > PARTS[0][0] and spans and spans[-1][1] == day * DAY + start
            )
            if not taken and adjoins:
                spans[-1][1] = day * DAY + end
            elif not taken:
                spans.append([day * DAY + start, day * DAY + end])
    return spans


def _mentors(of: Size, how: Variant, chance: Chance) -> Iterator[dict[str, Any]]:
    """Early or late, five days on and two off."""
    for number in range(round(of.rooms * how.mentors / of.bases) * of.bases):
        off = int(chance.integers(7))
        start, end = ((870, DAY), (480, 960))[number // of.bases % 2 == 0]
        days = [day for day in range(of.days) if (day - off) % 7 < 5]
        shifts = [[day * DAY + start, day * DAY + end] for day in days]
        yield {"id": number, "base": number % of.bases, "shifts": shifts}


def _rounds(of: Size, chance: Chance) -> Iterator[dict[str, Any]]:
    active = np.arange(of.people)
    for number, (first, last, each, share) in enumerate(of.rounds):
        if number:
            left = int(of.people * share)
            active = np.sort(chance.choice(active, left, replace=False))
        row = {"id": number, "days": [first, last], "k": each}
        yield {**row, "active": active.tolist()}
