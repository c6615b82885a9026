"""What is on file beside a candidate's trials, and the page of the week."""

from datetime import time

import pytest
from django.urls import reverse

from candidates.register.models import Candidate
from spark.accounts.scope import SYSTEM
from tests.story import outcome
from tests.training.trials.studio import Studio, licence
from training.hosts import actions
from training.hosts.queries import digest_of

ROWS = pytest.mark.parametrize("rows", [1, 3])
MORNING = ("free", 0, time(9), time(12))
LESSON = ("lesson", 1, time(14), time(17, 30))


@pytest.fixture
def studio(world) -> Studio:
    return Studio(world)


@pytest.fixture
def host(studio) -> Candidate:
    return studio.world.candidate("competing")


@pytest.fixture
def lin(client, studio):
    client.force_login(studio.world.lin)
    return client


def week(host: Candidate) -> str:
    return reverse("host-week", args=[host.pk])


def permits(host: Candidate) -> str:
    return reverse("host-permits", args=[host.pk])


def part(client, host: Candidate, **headers):
    url = reverse("trials-of", args=[host.pk])
    return client.get(url, headers={"HX-Request": "true"} | headers)


def enter_week(host: Candidate, *times) -> None:
    actions.set_week(actor=SYSTEM, ids=[host.pk], times=times)


def times_of(host: Candidate) -> list[tuple]:
    rows = host.weekly_times.order_by("kind", "weekday", "starts_at")
    return [(row.kind, row.weekday, row.starts_at, row.ends_at) for row in rows]


def typed(host: Candidate, *rows, gone=(), **more) -> dict:
    """What the page sends: rows of kind, weekday, from, until."""
    names = ("kind", "weekday", "starts_at", "ends_at")
    given = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": 0}
    for place, row in enumerate(rows):
        given |= {f"form-{place}-{n}": v for n, v in zip(names, row, strict=True)}
    given |= {f"form-{place}-DELETE": "on" for place in gone}
    return given | {"seen": digest_of(host.weekly_times.all())} | more


# --- read


@ROWS
def test_what_is_on_file_costs_the_same_for_one_and_for_many(
    lin, host, django_assert_num_queries, rows
):
    enter_week(host, *(("free", day, time(9), time(12)) for day in range(rows)))
    for number in range(1, rows):
        licence(host, f"c{number}")
    with django_assert_num_queries(7):
        response = part(lin, host)
    shown = response.context["week"].days
    assert sum(bool(free) for _day, free, _lessons in shown) == rows
    assert len(response.context["permits"]) == rows


@ROWS
def test_the_pages_cost_the_same_for_one_and_for_many(
    office, host, django_assert_num_queries, rows
):
    enter_week(host, *(("free", day, time(9), time(12)) for day in range(rows)))
    for number in range(1, rows):
        licence(host, f"c{number}")
    with django_assert_num_queries(6):
        response = office.get(week(host))
    assert response.context["times"].initial_form_count() == rows
    with django_assert_num_queries(7):
        response = office.get(permits(host))
    assert len(response.context["permits"]) == rows


def test_the_week_stands_beside_the_trials(lin, host):
    text = part(lin, host).text
    assert "还没有登记：整周都算可试播" in text
    enter_week(host, LESSON)
    response = part(lin, host)
    assert "课程以外都算可试播" in response.text
    assert response.context["week"].lesson_hours == 3.5
    enter_week(host, MORNING, LESSON, ("free", 0, time(20), time(0)))
    days = part(lin, host).context["week"].days
    assert [day[1:] for day in days[:3]] == [
        (["09:00–12:00", "20:00–24:00"], []),
        ([], ["14:00–17:30"]),
        ([], []),
    ]


@pytest.mark.parametrize(
    ("fields", "icon"),
    [
        ({}, "circle-check"),
        ({"score": 79}, "circle-x"),
        ({"valid_from": 1}, "clock"),
        ({"valid_until": 0}, "circle-check"),
        ({"valid_until": -1}, "alert-triangle"),
    ],
)
def test_a_permit_says_whether_it_holds_today(lin, studio, host, fields, icon):
    permit = host.permits.get()
    for name, value in fields.items():
        setattr(permit, name, value if name == "score" else studio.day(value))
    permit.save()
    (shown,) = part(lin, host).context["permits"]
    assert shown.icon == icon


@pytest.mark.parametrize("who", ["mentor", "manager"])
def test_who_sees_trials_only_sees_no_file(client, studio, who):
    trial = studio.trial()
    client.force_login(studio.world.people[who])
    response = part(client, trial.candidate)
    assert response.status_code == 200
    assert "host" not in response.context
    assert "92" not in response.text


def test_before_incubation_there_is_nothing_to_enter(lin, studio):
    early = studio.world.candidate("in_review")
    assert part(lin, early).content == b""
    assert lin.get(week(early)).status_code == 404
    assert lin.get(permits(early)).status_code == 404


def test_later_the_file_is_read_only(office, studio):
    signed = studio.world.candidate("draft")
    page = part(office, signed)
    assert "合规测试" in page.text
    assert week(signed) not in page.text
    assert office.get(week(signed)).status_code == 404


# --- the week


@pytest.mark.parametrize("who", ["lin", "office"])
def test_a_week_is_entered_changed_and_emptied(client, studio, host, who):
    client.force_login(studio.world.people[who])
    rows = [("free", 0, "09:00", "12:00"), ("lesson", 1, "14:00", "17:30")]
    blank = ("free", "", "", "")
    response = client.post(week(host), typed(host, *rows, blank))
    assert response.url == reverse("candidate-detail", args=[host.pk]) + "#trials"
    assert times_of(host) == [MORNING, LESSON]
    assert 'value="09:00"' in client.get(week(host)).text
    late = ("free", 0, "12:00", "00:00")
    client.post(week(host), typed(host, *rows, late, gone=[1]))
    assert times_of(host) == [("free", 0, time(9), time(0))]
    client.post(week(host), typed(host, *rows, gone=[0, 1]))
    assert times_of(host) == []


@pytest.mark.parametrize(
    ("row", "field", "said"),
    [
        (("free", 0, "11:00", "13:00"), "starts_at", "09:00–12:00 重叠"),
        (("free", 0, "09:00", "12:00"), "starts_at", "09:00–12:00 重叠"),
        (("free", 2, "13:00", "11:00"), "ends_at", "晚"),
        (("free", "", "13:00", "14:00"), "weekday", "请填写"),
        (("lesson", "", "", ""), "weekday", "请填写"),
        (("free", 7, "13:00", "14:00"), "weekday", "7"),
        (("rest", 2, "13:00", "14:00"), "kind", "rest"),
        (("free", 2, "25:00", "14:00"), "starts_at", "有效"),
    ],
)
def test_what_is_wrong_stands_in_its_row_and_nothing_is_written(
    lin, host, row, field, said
):
    enter_week(host, LESSON)
    right = ("free", 0, "09:00", "12:00")
    response = lin.post(week(host), typed(host, right, row))
    assert response.status_code == 422
    first, second = response.context["times"].forms
    assert not first.errors
    assert said in " ".join(second.errors[field])
    assert times_of(host) == [LESSON]


def test_a_row_taken_away_may_be_wrong_or_overlap(lin, host):
    rows = [("free", 0, "09:00", "12:00"), ("free", 0, "11:00", "10:00")]
    assert lin.post(week(host), typed(host, *rows, gone=[1])).status_code == 302
    again = ("free", 0, "10:00", "12:00")
    response = lin.post(week(host), typed(host, rows[0], again, gone=[0]))
    assert response.status_code == 302
    assert times_of(host) == [("free", 0, time(10), time(12))]


def test_another_kind_or_day_does_not_overlap(lin, host):
    rows = [
        ("free", 0, "09:00", "12:00"),
        ("lesson", 0, "09:00", "12:00"),
        ("free", 1, "09:00", "12:00"),
        ("free", 0, "12:00", "13:00"),
    ]
    assert lin.post(week(host), typed(host, *rows)).status_code == 302
    assert len(times_of(host)) == 3  # those that touch are one


def test_what_another_entered_meanwhile_is_not_written_over_unseen(lin, host):
    old = digest_of([])
    enter_week(host, LESSON)
    mine = ("free", 0, "09:00", "12:00")
    wrong = lin.post(week(host), typed(host, mine, mine, seen=old))
    assert (wrong.status_code, wrong.context["seen"]) == (422, old)
    stale = lin.post(week(host), typed(host, mine, seen=old))
    assert stale.status_code == 409
    assert stale.context["refusal"].code == "week-changed"
    assert times_of(host) == [LESSON]
    assert 'value="09:00"' in stale.text
    again = typed(host, mine, seen=stale.context["seen"])
    assert lin.post(week(host), again).status_code == 302
    assert times_of(host) == [MORNING]


@pytest.mark.parametrize(("number", "status"), [(71, 422), (100_000, 422)])
def test_a_week_has_an_end(lin, host, number, status):
    given = typed(host, **{"form-TOTAL_FORMS": number})
    assert lin.post(week(host), given).status_code == status
    assert lin.post(week(host), {"seen": given["seen"]}).status_code == 422


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("lin", "done"),
        ("office", "done"),
        ("mei", "404"),
        ("mentor", "404"),
        ("manager", "404"),
        ("reviewer", "404"),
        ("signing", "404"),
    ],
)
def test_the_same_door_guards_page_and_action(client, studio, host, who, said):
    user = studio.world.people[who]
    given = {"actor": user, "pk": host.pk, "seen": digest_of([])}
    assert outcome(lambda: actions.change_week(times=[MORNING], **given)) == said
    client.force_login(user)
    status = 200 if said == "done" else 404
    assert client.get(week(host)).status_code == status
    assert client.get(permits(host)).status_code == status
    assert part(client, host).content == b"" or said == "done"
