"""Groups are told in order, within limits, and whatever fails is seen."""

import threading
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection, connections
from django.utils import translation

from candidates.register.actions import tell_campuses
from candidates.screening.models import Screening
from spark import clock, outside
from spark.duties.models import Duty
from spark.notifications.kinds import MESSAGE_KINDS
from spark.notifications.models import Message
from spark.robots import actions, sending
from spark.robots.letters import words
from spark.robots.models import GroupMessage, Robot
from spark.robots.outcomes import record
from tests.spark.robots.groups import (
    FAST,
    TAKEN,
    UNSIGNED,
    groups,
    later,
    outcomes,
    robot,
    tell,
    work,
)


@pytest.fixture
def said():
    with groups() as taken:
        yield taken


@pytest.mark.parametrize("service", ["dingtalk", "wecom", "feishu"])
def test_a_group_is_told_in_order_by_one_connection(world, said, service):
    made = robot(world, said.address(service=service), service=service)
    tell(world, 1, 2, 3)
    assert work() == 3
    assert [text.count("份筛选决定") for text in said.texts()] == [1, 1, 1]
    assert [next(c for c in text if c.isdigit()) for text in said.texts()] == list(
        "123"
    )
    assert outcomes(made) == ["sent"] * 3
    assert len(said.connections) == 1
    assert work() == 0


def test_the_same_twice_is_said_once_and_news_overtakes(world, said):
    made = robot(world, said.address())
    tell(world, 1, 1)
    tell(world, 2)
    tell(world, 3, 4, subject="one")
    assert outcomes(made) == ["waiting", "waiting", "superseded", "waiting"]
    assert work() == 3 and len(said.got) == 3


def test_a_crowd_goes_as_one_with_each_title(world, said):
    made = robot(world, said.address())
    tell(world, *range(1, 31))
    assert work() == 30
    (text,) = said.texts()
    assert "30 条消息" in text and "20. 20 份筛选决定已公布" in text
    assert "另有 10 条" in text and "21. " not in text
    assert outcomes(made) == ["sent"] * 30
    assert len(set(made.messages.values_list("sent_at", flat=True))) == 1


def test_within_a_minute_no_more_than_the_service_takes(world, said):
    made = robot(world, said.address())
    for number in range(30):
        tell(world, number)
        work()
    assert len(said.got) <= 20
    assert "waiting" in outcomes(made)
    later(seconds=61)
    work()
    assert outcomes(made) == ["sent"] * 30


def test_what_is_urgent_goes_first(world, said):
    robot(world, said.address())
    tell(world, 1, 2)
    tell(world, 3, urgent=True)
    work()
    assert "3 份" in said.texts()[0]


def test_200_with_an_error_inside_has_failed_and_is_tried_again(world, said):
    made = robot(world, said.address())
    said.answer = lambda path: UNSIGNED
    tell(world, 1, 2)
    work()
    assert outcomes(made) == ["waiting", "waiting"]
    assert made.messages.first().error == "310000: sign not match"
    assert len(said.got) == 1, "what follows a failure isn't tried"
    assert work() == 0, "it rests"
    said.answer = lambda path: TAKEN["dingtalk"]
    later(seconds=10)
    work()
    assert outcomes(made) == ["sent", "sent"]


def test_too_fast_rests_as_long_as_the_service_wants(world, said):
    made = robot(world, said.address())
    said.answer = lambda path: FAST
    tell(world, 1)
    work()
    made.refresh_from_db()
    rest = made.rests_until - clock.now()
    assert timedelta(minutes=9) < rest <= timedelta(minutes=10)
    assert made.tries == 0


def test_after_a_day_it_is_paused_and_its_people_are_asked(world, said):
    made = robot(world, said.address())
    said.answer = lambda path: UNSIGNED
    tell(world, 1)
    work()
    later(hours=25)
    work()
    made.refresh_from_db()
    assert (made.state, outcomes(made)) == ("paused", ["failed"])
    duty = Duty.objects.get(code="robot-resume", closed_at=None)
    assert (duty.role, duty.campus) == ("coordinator", world.campus)
    assert Message.objects.filter(kind="robot-paused", to=world.lin).exists()
    tell(world, 2)
    assert made.messages.count() == 1, "nothing is kept for who is paused"
    said.answer = lambda path: TAKEN["dingtalk"]
    actions.resume(actor=world.lin, pk=made.pk)
    failed = made.messages.get(state="failed")
    actions.send_again(actor=world.lin, pk=failed.pk)
    work()
    assert not Duty.objects.filter(code="robot-resume", closed_at=None).exists()
    assert outcomes(made) == ["sent", "sent"]


def test_a_slow_group_delays_no_other(world, said):
    """Ten are told while one takes its time."""
    slow = robot(world, said.address("slow"))
    others = [robot(world, said.address(f"g{n}")) for n in range(10)]
    told, go_on = [], threading.Event()

    def meanwhile(path: str) -> None:
        if "=slow" in path:
            go_on.wait(10)
        else:
            told.append(path)
            if len(told) == len(others):
                go_on.set()

    said.meanwhile = meanwhile
    tell(world, 1)
    assert work() == 11
    assert go_on.is_set() and outcomes(slow) == ["sent"]


def test_who_dies_leaves_it_to_the_next(world, said):
    made = robot(world, said.address())
    tell(world, 1)
    sending.claim(clock.now(), 8)  # and never sends
    assert work() == 0
    later(seconds=91)
    assert work() == 1 and outcomes(made) == ["sent"]


def test_who_comes_late_leaves_the_next_ones_lease(world, said):
    made = robot(world, said.address())
    tell(world, 1)
    (late,) = sending.claim(clock.now(), 8)
    later(seconds=91)
    sending.claim(clock.now(), 8)
    assert record([late], clock.now()) == []
    made.refresh_from_db()
    assert made.leased_until > clock.now()


@pytest.mark.django_db(transaction=True)
def test_two_workers_say_nothing_twice(world):
    with groups() as said:
        for number in range(20):
            robot(world, said.address(f"g{number}"))
        tell(world, 1, 2)
        threads = [threading.Thread(target=in_thread) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(said.got) == len({(p, str(b)) for p, b in said.got}) == 40
        assert set(GroupMessage.objects.values_list("state", flat=True)) == {"sent"}


def in_thread() -> None:
    try:
        work()
    finally:
        connections.close_all()


def test_others_places_and_other_kinds_are_not_told(world, said):
    elsewhere = robot(world, said.address("b"), place=f"campus:{world.other.pk}")
    choosy = robot(world, said.address("c"), kinds=["plan-published"])
    programme = robot(world, said.address("d"), place="")
    own = robot(world, said.address("a"))
    tell(world, 1)
    assert [m.messages.count() for m in (elsewhere, choosy, programme, own)] == [
        0,
        0,
        0,
        1,
    ]


def test_kinds_for_groups_are_those_with_a_wording():
    folder = settings.BASE_DIR / "templates/messages/group"
    worded = {path.stem for path in folder.glob("*.txt")}
    told = {kind.name for kind in MESSAGE_KINDS.values() if kind.group}
    assert worded == told | {actions.TEST}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_group_reads_a_name(language):
    for kind in MESSAGE_KINDS.values():
        if kind.group:
            facts = {**kind.sample, "count": 2, "name": "林可馨"}
            with translation.override(language):
                told = "\n".join(words(GroupMessage(kind=kind.name, facts=facts)))
            assert "林可馨" not in told and told, kind.name


def screening(world) -> Screening:
    return world.candidate("in_review").screening_set.get()


@pytest.mark.parametrize("rows", [1, 3])
def test_a_turn_costs_the_same_for_one_and_for_many(
    world, said, rows, django_assert_max_num_queries
):
    for number in range(rows):
        robot(world, said.address(f"g{number}"))
    tell(world, 1)
    with django_assert_max_num_queries(8):
        assert len(sending.claim(clock.now(), 8)) == rows


@pytest.mark.parametrize("rows", [1, 8])
def test_what_came_of_posts_is_one_statement(
    world, said, rows, django_assert_num_queries
):
    for number in range(rows):
        robot(world, said.address(f"g{number}"))
    tell(world, 1, 2)
    caller = outside.Caller()
    tasks = [sending.send(task, caller) for task in sending.claim(clock.now(), 8)]
    with django_assert_num_queries(1):
        assert len(record(tasks, clock.now())) == rows
    caller.close()


def test_addresses_and_secrets_are_sealed_in_the_database(world, said):
    made = robot(world, said.address("hidden-token"), secret="SEChidden")
    with connection.cursor() as cursor:
        for table in ("robots_robot", "robots_robotevent"):
            cursor.execute(f"SELECT r::text FROM {table} r")  # noqa: S608 -- ours
            text = str(cursor.fetchall())
            assert "hidden-token" not in text and "SEChidden" not in text
    assert Robot.objects.get(pk=made.pk).secret == "SEChidden"


def test_decisions_released_reach_the_group(world, said):
    robot(world, said.address())
    tell_campuses(
        "screening-released", [screening(world), screening(world)], at=clock.now()
    )
    work()
    assert "2 份筛选决定已公布" in said.texts()[0]
