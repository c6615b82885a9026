"""A plan's day as a timetable: rooms beside each other, each slot at its time."""

from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.urls import reverse

from spark import clock
from tests.training.trials.studio import Studio
from training.studio.models import Slot
from training.timetable.models import SolveRun
from training.timetable.views.grid import Grid, grid


@pytest.fixture
def studio(world) -> Studio:
    return Studio(world)


def drawn(*rooms: tuple[str, ...]) -> Grid:
    """Of rooms with such slots, `09:00–10:30`, of one day or into the next."""
    found = grid([(n, [(slot(s), []) for s in own]) for n, own in enumerate(rooms)])  # type: ignore[misc, arg-type]
    assert found is not None
    return found


def slot(span: str) -> Slot:
    first, last = (
        timedelta(hours=int(t[:2]), minutes=int(t[3:])) for t in span.split("–")
    )
    begins = clock.midnight(clock.today())
    days = timedelta(days=last <= first)
    return Slot(during=DateTimeTZRange(begins + first, begins + last + days))


def places(found: Grid) -> dict[tuple[int, str], int]:
    """Column and time of the row where each slot is drawn, and its length in rows."""
    step = timedelta(hours=1) / found.in_hour
    free = [0] * len(found.rooms)  # each column's first row that nothing covers yet
    at = {}
    for number, row in enumerate(found.rows):
        open_ = [column for column, until in enumerate(free) if until == number]
        assert len(open_) == len(row.cells), "as many cells as columns want one"
        for column, cell in zip(open_, row.cells, strict=True):
            free[column] = number + cell.rows
            if cell.slot is not None:
                time = found.rows[0].hour + number * step
                at[column, f"{time:%H:%M}"] = cell.rows
    assert free == [len(found.rows)] * len(found.rooms), "columns end together"
    return at


def test_each_slot_stands_at_its_time_whatever_other_rooms_do():
    found = drawn(("08:00–09:00", "10:30–11:30"), ("09:15–10:15",), ())
    assert places(found) == {(0, "08:00"): 4, (0, "10:30"): 4, (1, "09:15"): 4}
    hours = [f"{row.hour:%H:%M}" for row in found.rows if row.hour]
    assert hours == ["08:00", "09:00", "10:00", "11:00"]


def test_off_the_quarter_and_over_midnight():
    found = drawn(("22:10–23:05", "23:20–00:40"), ("23:00–23:30",))
    assert places(found) == {(0, "22:10"): 11, (0, "23:20"): 16, (1, "23:00"): 6}
    assert [f"{row.hour:%H}" for row in found.rows if row.hour] == ["22", "23", "00"]
    odd = places(drawn(("09:02–09:31", "09:31–09:33", "09:33–10:00")))
    assert list(odd) == [(0, "09:00"), (0, "09:35"), (0, "09:40")], "none is lost"


def test_hours_without_a_slot_are_small():
    found = drawn(("08:30–09:00",), ("11:00–12:00",))
    free = {f"{row.hour:%H}": row.free for row in found.rows if row.hour}
    assert free == {"08": False, "09": True, "10": True, "11": False}
    assert grid([]) is None


def test_the_board_says_what_the_plan_amounts_to(client, studio):
    studio.trial()
    plan, other = studio.draft(), studio.world.candidate("competing")
    studio.place(plan, other, studio.slot(3))
    client.force_login(studio.world.office)
    url = reverse("plan-detail", args=[plan.pk])

    def shown() -> list[tuple[str, str]]:
        board = client.get(url).context["board"]
        return [(one.value, one.beside) for one in board.figures]

    wanted = 2 * studio.round.trials_each
    apart = ("1", "对比线上版")
    own = [("0 / 2", "0.0%"), ("2", f"共需 {wanted} 场"), apart]
    assert shown() == own
    SolveRun.objects.create(
        round=studio.round,
        plan=plan,
        asked_by=studio.world.office,
        state_since=clock.now(),
        seconds=5,
        figures={
            "plan": {"got": 2, "need": 4, "coverage": 50.0, "mad": 3.5, "mean": 4200},
            "bound": {"mad": 2.6, "coverage": 50.0},
        },
    )
    assert shown() == [*own, ("3.50%", "下限 2.60%"), ("4,200", "")]
    studio.publish(plan)
    assert len(shown()) == len(own) - 1 + 2, "what is in force differs from nothing"
