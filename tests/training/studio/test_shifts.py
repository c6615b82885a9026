"""When mentors are at a base."""

from datetime import date, time

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from tests.story import moment, outcome
from tests.world import World
from training.studio import actions

pytestmark = pytest.mark.usefixtures("anywhere")

THURSDAY = date(2026, 11, 26)


def test_shifts_repeat_weekly_and_do_not_overlap(world: World):
    given = {
        "actor": world.office,
        "mentor": world.mentor,
        "base": world.base,
        "day": THURSDAY,
        "starts": time(20),
        "ends": time(1),
    }
    shifts = actions.add_shifts(until=date(2026, 12, 16), **given)
    assert [shift.during.lower for shift in shifts] == [
        moment(f"2026-{day} 20:00") for day in ("11-26", "12-03", "12-10")
    ]
    assert shifts[0].during == DateTimeTZRange(
        moment("2026-11-26 20:00"), moment("2026-11-27 01:00")
    )
    again = given | {"starts": time(23), "day": date(2026, 12, 10)}
    assert outcome(lambda: actions.add_shifts(**again)) == "shift-overlaps"
    stranger = given | {"mentor": world.lin, "day": date(2026, 11, 27)}
    assert outcome(lambda: actions.add_shifts(**stranger)) == "mentor-not-there"
    backwards = given | {"until": date(2026, 11, 25)}
    assert outcome(lambda: actions.add_shifts(**backwards)) == "shifts-too-far"
    actions.remove_shifts(actor=world.office, ids=[shifts[1].pk])
    remove = {"ids": [shifts[0].pk]}
    assert (
        outcome(lambda: actions.remove_shifts(actor=world.mentor, **remove))
        == "not-your-role"
    )
    assert outcome(lambda: actions.remove_shifts(actor=world.lin, **remove)) == "404"
    assert world.mentor.shifts.count() == 2
