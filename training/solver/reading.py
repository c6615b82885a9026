"""Instances, events and solutions from JSON, as `problem` has them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from training.solver.problem import (
    DAY,
    BadInstance,
    Bar,
    Candidate,
    Event,
    Instance,
    Mentor,
    Room,
    Round,
    Route,
    Slot,
    Solution,
    Span,
)

T = TypeVar("T")
Json = Mapping[str, Any]
FIELDS = 8  # of a slot's row; a ninth, if any, is its mentor


def _reading(what: str, read: Callable[[], T]) -> T:
    try:
        return read()
    except KeyError as error:
        raise BadInstance(f"{what}: {error} is missing") from error
    except (AttributeError, TypeError, ValueError, IndexError) as error:
        raise BadInstance(f"{what}: {error}") from error


def _each(given: Json, key: str, read: Callable[[Any], T]) -> tuple[T, ...]:
    rows = _reading("instance", lambda: list(given[key]))
    return tuple(
        _reading(f"{key}[{number}]", lambda row=row: read(row))  # type: ignore[misc]
        for number, row in enumerate(rows)
    )


def _spans(given: Iterable) -> tuple[Span, ...]:
    return tuple((int(start), int(end)) for start, end in given)


def _bars(given: Iterable) -> tuple[Bar, ...]:
    return tuple(Bar(int(start), int(end), str(why)) for start, end, why in given)


def _room(row: Json) -> Room:
    bars = _bars(row.get("barred", ()))
    return Room(int(row["id"]), int(row["base"]), str(row["category"]), bars)


def _slot(row: Any) -> Slot:
    id_, room, day, start, length, viewers, capacity, prime = map(int, row[:8])
    mentor = int(row[8]) if len(row) > FIELDS and row[8] is not None else None
    return Slot(id_, room, day, start, length, viewers, capacity, prime, mentor)


def _candidate(row: Json) -> Candidate:
    cap = row.get("day_cap")
    morning, afternoon, evening = row.get("pref_daypart", (0, 0, 0))
    return Candidate(
        id=int(row["id"]),
        campus=int(row["campus"]),
        intern=bool(row["intern"]),
        categories=frozenset(map(str, row["categories"])),
        available=_spans(row["avail"]),
        training=_spans(row["training"]),
        rest=int(row["min_rest"]),
        week_cap=int(row["weekly_cap"]),
        day_cap=None if cap is None else int(cap),
        dayparts=(int(morning), int(afternoon), int(evening)),
        rooms=frozenset(map(int, row.get("pref_rooms", ()))),
        bars=_bars(row.get("barred", ())),
    )


def _routes(row: Json) -> tuple[int, dict[int, Route]]:
    return int(row["id"]), {
        int(base): Route(frozenset(map(int, route["days"])), int(route["travel"]))
        for base, route in row["bases"].items()
    }


def _mentor(row: Json) -> Mentor:
    bound = tuple((int(a), int(z), int(room)) for a, z, room in row.get("bound", ()))
    return Mentor(int(row["id"]), int(row["base"]), _spans(row["shifts"]), bound)


def _round(row: Json) -> Round:
    first, last = map(int, row["days"])
    active = tuple(map(int, row["active"]))
    return Round(int(row["id"]), first, last, int(row["k"]), active)


def instance(given: Json) -> Instance:
    """Raises BadInstance: what is missing or wrong, and in which row."""
    rules = _reading("instance", lambda: given["rules"])
    first, last = _reading("rules", lambda: map(int, rules["night"]))
    read = Instance(
        days=_reading("instance", lambda: int(given["days"])),
        rooms=_each(given, "rooms", _room),
        slots=_each(given, "slots", _slot),
        candidates=_each(given, "candidates", _candidate),
        routes=dict(_each(given, "campuses", _routes)),
        mentors=_each(given, "mentors", _mentor),
        rounds=_each(given, "rounds", _round),
        night=(first, last),
        day_cap=_reading("rules", lambda: int(rules["day_cap"])),
        fixed=_assignments(given.get("fixed", ())),
        locked=frozenset(given.get("locked", ())),
        name=str(given.get("name", "")),
    )
    _check(read)
    return read


def _check(read: Instance) -> None:
    """Ids are unique and known, so that nothing later has to ask."""
    for what, rows in (
        ("rooms", read.rooms),
        ("slots", read.slots),
        ("candidates", read.candidates),
        ("mentors", read.mentors),
        ("rounds", read.rounds),
    ):
        ids = [row.id for row in rows]
        if len(set(ids)) < len(ids):
            raise BadInstance(f"{what}: an id is there twice")
    for slot in read.slots:
        if slot.room not in read.room:
            raise BadInstance(f"slot {slot.id}: room {slot.room} is unknown")
        if not 0 < slot.length <= DAY or not 0 <= slot.start < read.days * DAY:
            raise BadInstance(f"slot {slot.id}: is empty, too long or outside the days")
        if not 0 <= slot.capacity <= 2:
            raise BadInstance(f"slot {slot.id}: capacity is 0, 1 or 2")
    for candidate in read.candidates:
        if candidate.campus not in read.routes:
            raise BadInstance(
                f"candidate {candidate.id}: campus {candidate.campus} is unknown"
            )
    for round_ in read.rounds:
        if unknown := set(round_.active) - set(read.candidate):
            raise BadInstance(f"round {round_.id}: candidate {min(unknown)} is unknown")
    for row in read.fixed:
        who, where, round_id = row
        known = who in read.candidate and where in read.slot and round_id in read.round
        if not known:
            raise BadInstance(f"fixed: {list(row)} is unknown")


def _assignments(rows: Any) -> tuple[tuple[int, int, int], ...]:
    def read() -> tuple[tuple[int, int, int], ...]:
        return tuple((int(c), int(slot), int(round_)) for c, slot, round_ in rows)

    return _reading("assignments", read)


def solution(given: Json) -> Solution:
    """Raises BadInstance."""
    mentors = _reading(
        "slot_mentor",
        lambda: {int(slot): int(who) for slot, who in given["slot_mentor"].items()},
    )
    rows = _reading("solution", lambda: given["assignments"])
    return Solution(_assignments(rows), mentors)


def event(given: Json) -> Event:
    """Raises BadInstance."""
    return _reading(
        "event",
        lambda: Event(
            now=int(given["now_day"]),
            freeze_until=int(given["freeze_until_day"]),
            closed_rooms=frozenset(map(int, given["closed_rooms"])),
            closed_from=int(given["closed_from_day"]),
            withdrawn=frozenset(map(int, given["withdrawn"])),
        ),
    )
