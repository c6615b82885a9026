"""The pages: a robot is added with a test, looked at, changed, paused, removed."""

import pytest
from django.urls import reverse

from spark.robots.models import Robot
from tests.spark.robots.groups import groups, robot, tell, work

URL = "http://127.0.0.1:9/robot/send?access_token=abc"


@pytest.fixture
def lin(client, world):
    client.force_login(world.lin)
    return client


def given(world, **more) -> dict:
    return {
        "service": "dingtalk",
        "place": f"campus:{world.campus.pk}",
        "name": "直播2301班",
        "address": URL,
        "language": "zh-hans",
    } | more


def press(client, made: Robot, verb: str, data: dict | None = None, **more):
    return client.post(reverse("robot-act", args=[made.pk, verb]), data or {}, **more)


def test_it_is_added_and_says_so_in_the_group(lin, world):
    with groups() as said:
        address = said.address()
        made = lin.post(reverse("robot-create"), given(world, address=address))
        found = Robot.objects.get()
        assert made["Location"] == reverse("robot", args=[found.pk])
        waits = lin.get(made["Location"]).text
        assert "待发送" in waits and "load delay" in waits
        assert work() == 1 and "直播2301班" in said.texts()[0]
        sent = lin.get(made["Location"]).text
        assert "已发送" in sent and "load delay" not in sent
        assert "access_token" not in sent


def test_the_same_address_twice_is_refused_in_words(lin, world):
    robot(world, URL)
    answer = lin.post(reverse("robot-create"), given(world))
    assert answer.status_code == 422 and "已有机器人使用这个地址" in answer.text
    assert URL in answer.text, "what was typed is still there"


def test_in_production_only_the_services_own_addresses(lin, world, settings):
    settings.ONLY_PUBLIC_ADDRESSES = True
    wrong = given(world, address="https://evil.example/robot/send?access_token=a")
    answer = lin.post(reverse("robot-create"), wrong)
    assert answer.status_code == 422 and "oapi.dingtalk.com" in answer.text
    right = given(world, address="https://oapi.dingtalk.com/robot/send?access_token=a")
    assert lin.post(reverse("robot-create"), right).status_code == 302


@pytest.mark.parametrize("service", ["wecom", "feishu"])
def test_each_service_has_its_own_addresses(lin, world, settings, service):
    settings.ONLY_PUBLIC_ADDRESSES = True
    address = "https://oapi.dingtalk.com/robot/send?access_token=a"
    wrong = given(world, service=service, address=address)
    assert lin.post(reverse("robot-create"), wrong).status_code == 422


def test_nobody_adds_one_to_anothers_group(lin, world):
    for place in (f"campus:{world.other.pk}", f"base:{world.base.pk}", ""):
        answer = lin.post(reverse("robot-create"), given(world, place=place))
        assert answer.status_code == 422, place
    assert not Robot.objects.exists()


def test_it_is_changed_without_showing_what_is_secret(lin, world):
    made = robot(world, URL, secret="SECold")
    page = lin.get(reverse("robot", args=[made.pk])).text
    assert "SECold" not in page and "access_token" not in page
    answer = press(
        lin,
        made,
        "change",
        {"name": "新群", "language": "en", "kinds": ["plan-published"]},
    )
    assert answer.status_code == 302
    made.refresh_from_db()
    assert (made.name, made.address, made.secret) == ("新群", URL, "SECold")
    assert made.kinds == ["plan-published"]


def test_what_is_left_empty_stays_beside_another_address(lin, world):
    made = robot(world, URL, secret="SECold")
    changed = {"name": "新群", "language": "en", "address": f"{URL}2"}
    assert press(lin, made, "change", changed).status_code == 302
    made.refresh_from_db()
    assert (made.address, made.secret) == (f"{URL}2", "SECold")


def test_paused_resumed_and_removed(lin, world):
    made = robot(world, URL)
    tell(world, 1)
    for verb, state in (("pause", "paused"), ("resume", "active")):
        assert press(lin, made, verb).status_code == 302
        made.refresh_from_db()
        assert made.state == state
    assert press(lin, made, "resume").status_code == 409
    assert press(lin, made, "remove")["Location"] == reverse("robots")
    assert not Robot.objects.exists()


def test_mentors_and_managers_have_their_own(client, world):
    for user, place in (
        (world.mentor, f"base:{world.base.pk}"),
        (world.manager, f"team:{world.team.pk}"),
    ):
        client.force_login(user)
        address = f"{URL}{user.pk}"
        answer = client.post(
            reverse("robot-create"), given(world, place=place, address=address)
        )
        assert answer.status_code == 302, answer.text
        assert client.get(answer["Location"]).status_code == 200
    assert Robot.objects.filter(campus=None).count() == 2
    client.force_login(world.lin)
    for made in Robot.objects.all():
        assert client.get(reverse("robot", args=[made.pk])).status_code == 404


def test_the_office_keeps_the_programmes_own(office, world):
    assert (
        office.post(reverse("robot-create"), given(world, place="")).status_code == 302
    )
    made = Robot.objects.get()
    assert made.place is None
    assert "项目自己的群" in office.get(reverse("robots")).text


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_cost_the_same_for_one_and_for_many(
    lin, world, django_assert_num_queries, rows
):
    made = [robot(world, f"{URL}{number}") for number in range(rows)]
    tell(world, *range(1, rows + 1))
    lin.get(reverse("robots"))
    with django_assert_num_queries(5):
        lin.get(reverse("robots"))
    with django_assert_num_queries(7):
        lin.get(reverse("robot", args=[made[0].pk]))
