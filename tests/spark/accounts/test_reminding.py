"""Each working morning coordinators and mentors read what is due, once."""

from datetime import date, datetime, time, timedelta

import pytest

from spark import clock
from spark.accounts import reminding
from spark.campuses.models import Holiday, HolidayKind
from spark.duties.models import Duty
from spark.notifications.inbox import words
from spark.notifications.models import Message
from spark.robots.models import GroupMessage
from spark.robots.reminding import remind as remind_groups
from tests.spark.robots.groups import robot

TUESDAY = date(2026, 12, 1)


def at(hour: int, minute: int = 0, day: date = TUESDAY) -> datetime:
    return clock.at(day, time(hour, minute))


def duty(world, due: datetime, number: int = 0, **more) -> Duty:
    given = {"role": "coordinator", "campus": world.campus} | more
    return Duty.objects.create(
        code="screening-more",
        subject=f"screening:{number}",
        about="林可馨",
        due_at=due,
        url="/",
        **given,
    )


@pytest.fixture
def duties(world):
    """One late, one today, one tomorrow."""
    duty(world, at(7) - timedelta(days=1), 1)
    duty(world, at(18), 2)
    duty(world, at(18) + timedelta(days=1), 3)


def test_who_has_something_due_is_told_once(world, duties):
    assert reminding.remind(at(7, 29)) == 0
    assert [reminding.remind(at(7, 30)), reminding.remind(at(7, 35))] == [1, 0]
    (message,) = Message.objects.filter(kind=reminding.KIND)
    assert (message.to, message.channel) == (world.lin, "email")
    title, body = words(message, "zh-hans")
    assert title == "待办：今天到期 1 项，已逾期 1 项"
    assert "林可馨" in body


def test_who_has_nothing_due_is_left_alone(world):
    duty(world, at(18) + timedelta(days=1))
    assert reminding.remind(at(8)) == 0


def test_after_downtime_until_noon_and_no_later(world, duties):
    assert reminding.remind(at(12)) == 0
    assert reminding.remind(at(11, 59)) == 1


def test_days_of_rest_are_left_alone_and_swapped_ones_are_not(world, duties):
    saturday = TUESDAY + timedelta(days=4)
    assert reminding.remind(at(8, day=saturday)) == 0
    Holiday.objects.create(day=saturday, kind=HolidayKind.WORKING)
    assert reminding.remind(at(8, day=saturday)) == 1
    Holiday.objects.create(day=TUESDAY, kind=HolidayKind.REST)
    assert reminding.remind(at(8)) == 0


def test_yesterdays_that_still_waits_is_overtaken(world, duties):
    reminding.remind(at(8))
    reminding.remind(at(8, day=TUESDAY + timedelta(days=1)))
    found = Message.objects.filter(kind=reminding.KIND).order_by("pk")
    assert [message.state for message in found] == ["superseded", "waiting"]


def test_a_group_reads_how_much_its_place_has_to_do(world, duties):
    robot(world, "http://127.0.0.1:9/a")
    robot(world, "http://127.0.0.1:9/b", place=f"campus:{world.other.pk}")
    remind_groups(at(8))
    remind_groups(at(8, 5))
    (told,) = GroupMessage.objects.filter(kind=reminding.KIND)
    assert told.robot.campus == world.campus
    assert told.facts == {"due": 1, "late": 1}


def test_the_programmes_own_group_reads_what_the_office_has_to_do(world):
    robot(world, "http://127.0.0.1:9/a")
    own = robot(world, "http://127.0.0.1:9/b", place="")
    duty(world, at(18), role="office")
    remind_groups(at(8))
    (told,) = GroupMessage.objects.filter(kind=reminding.KIND)
    assert (told.robot, told.facts) == (own, {"due": 1, "late": 0})


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_the_same_for_one_duty_and_for_many(
    world, rows, django_assert_num_queries
):
    for number in range(rows):
        duty(world, at(18), number)
    with django_assert_num_queries(12):
        reminding.remind(at(8))
