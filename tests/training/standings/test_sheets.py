"""Exports of the live platform, matched to trials by room and time."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from spark.sheets.checking import Outcome
from tests.story import last_event
from tests.training.trials.studio import Studio
from tests.training.trials.verbs import open_about
from training.standings.models import Result
from training.trials.actions import close_round
from training.trials.models import Trial

URL = ("sheet-detail", ["results"])
HEAD = "直播间名称,直播开始时间,直播结束时间,场观人数,平均停留时长"
ROW = "星选一间,{day} 10:05:12,{day} 10:59,4100,00:01:11"


@pytest.fixture
def studio(world) -> Studio:
    return Studio(world)


@pytest.fixture
def office(client, studio):
    client.force_login(studio.world.office)
    return client


def send(client, studio: Studio, *lines: str):
    body = "\n".join(lines).format(day=studio.day(2), next=studio.day(3))
    file = SimpleUploadedFile("直播数据.csv", body.encode("utf-8-sig"))
    return client.post(reverse(URL[0], args=URL[1]), {"file": file})


def confirm(client, page):
    found = page.context["found"]
    given = {"token": page.context["token"], "seen": found.digest}
    return client.post(reverse(URL[0], args=URL[1]), given)


def outcomes(page) -> list[str]:
    return [row.outcome.value for row in page.context["found"].rows]


def rejected(page) -> list[str]:
    return [
        str(fault) for row in page.context["found"].rejected for fault in row.faults
    ]


def test_a_broadcast_is_found_by_room_and_time(office, studio):
    trial = studio.trial("finished")
    assert confirm(office, send(office, studio, HEAD, ROW)).status_code == 302
    result = Result.objects.get()
    told = (result.trial, result.viewers, result.average_watch_seconds)
    assert told == (trial, 4100, 71)
    assert result.entered_by == studio.world.office
    assert last_event(result)["verb"] == "trials.import-results"


def test_numbers_are_final_from_the_day_after(office, studio):
    trial = studio.trial("finished")
    send_it = (HEAD, ROW)
    confirm(office, send(office, studio, *send_it))
    assert not Result.objects.get().is_final
    assert open_about(trial) == {("trial-result-final", "mentor")}
    said = (HEAD + ",是否终版", ROW + ",是")
    assert confirm(office, send(office, studio, *said)).status_code == 302
    assert Result.objects.get(trial=trial).is_final
    assert open_about(trial) == set()


@pytest.mark.parametrize("order", [1, -1])
def test_exports_of_one_broadcast_are_joined(office, studio, order):
    studio.trial("finished")
    head = "直播间,开播时间,观看人数,人均观看时长,"
    head += "成交金额,成交人数,商品点击人数,成交订单数"
    rows = [
        "星选一间,{day} 10:01,4100,71,,,,",
        "星选一间,{day} 10:01,,,18605.5,80,900,85",
    ]
    page = send(office, studio, head, *rows[::order])
    assert rejected(page) == []
    assert confirm(office, page).status_code == 302
    result = Result.objects.get()
    assert (result.viewers, result.gmv_fen, result.orders) == (4100, 1_860_550, 85)


def test_exports_that_disagree_are_named(office, studio):
    studio.trial("finished")
    page = send(office, studio, HEAD, ROW, ROW.replace("4100", "4200"))
    assert page.status_code == 422
    assert [row.number for row in page.context["found"].rejected] == [3]
    assert "4100" in rejected(page)[0]
    assert not Result.objects.exists()


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("别家直播间,{day} 10:00,{day} 11:00,4100,71", "叫这个名"),
        ("星选一间,{day} 14:00,{day} 15:00,4100,71", "没有试播"),
        ("星选一间,{next} 10:00,{next} 11:00,4100,71", "没有试播"),
        ("星选一间,{day} 08:00,{day} 10:20,4100,71", "没有试播"),
    ],
)
def test_a_broadcast_that_is_no_trial_is_told_and_passed_over(office, studio, row, why):
    studio.trial("finished")
    page = send(office, studio, HEAD, row, ROW)
    assert outcomes(page) == [Outcome.SKIPPED, Outcome.ADDED]
    assert why in page.text
    assert confirm(office, page).status_code == 302
    assert Result.objects.count() == 1


def test_of_two_on_air_in_a_room_the_student_number_tells_which(office, studio):
    slot = studio.slot()
    first = studio.trial("finished", slot=slot)
    second = studio.trial("finished", slot=slot, number=2)
    assert outcomes(send(office, studio, HEAD, ROW)) == [Outcome.SKIPPED]
    number = second.candidate.student_number
    page = send(office, studio, HEAD + ",学号", f"{ROW},{number}")
    confirm(office, page)
    assert list(Result.objects.values_list("trial", flat=True)) == [second.pk]
    assert first.pk != second.pk


@pytest.mark.parametrize("state", ["planned", "aborted"])
def test_only_of_a_trial_on_air_or_finished(office, studio, state):
    studio.trial(state)
    page = send(office, studio, HEAD, ROW)
    assert outcomes(page) == [Outcome.SKIPPED]
    assert Trial.objects.get().candidate.person.name in page.text


def test_not_of_a_closed_round(office, studio):
    studio.trial("finished")
    close_round(actor=studio.world.office, pk=studio.round.pk)
    assert outcomes(send(office, studio, HEAD, ROW)) == [Outcome.SKIPPED]


@pytest.mark.parametrize(
    ("head", "row", "said"),
    [
        (HEAD, "星选一间,{day} 10:05,{day} 10:59,,71", "必"),
        (HEAD, "星选一间,{day} 10:05,{day} 10:59,4100,4000", "4000"),
        (HEAD, "星选一间,{day},{day} 10:59,4100,71", "19:00"),
        (HEAD, "星选一间,{day} 10:05,{day} 10:59,4100,1:11", "1:11"),
        (HEAD, "星选一间,{day} 10:05,{day} 10:59,4100," + "9" * 400, "999"),
        (HEAD, "星选一间,{day} 10:05,{day} 10:59,4.1万,71", "整数"),
        (HEAD + ",PV", ROW + ",4099", "场观人次"),
        (HEAD + ",成交额,退款金额", ROW + ",10,10.01", "退"),
        (HEAD + ",GMV", ROW + ",1.2万", "数"),
    ],
)
def test_what_cannot_be_is_named_and_nothing_is_written(
    office, studio, head, row, said
):
    studio.trial("finished")
    page = send(office, studio, head, row)
    assert page.status_code == 422
    assert any(said in fault for fault in rejected(page)), rejected(page)
    assert not Result.objects.exists()


def test_what_is_odd_is_told_and_may_pass(office, studio):
    studio.trial("finished")
    page = send(office, studio, HEAD + ",最高在线", ROW + ",5000")
    (row,) = page.context["found"].rows
    assert [fault.code for fault in row.warnings] == ["result-peak-odd"]
    assert "5000" in page.text
    assert confirm(office, page).status_code == 302


def test_final_numbers_stay_unless_corrected_on_their_page(office, studio):
    studio.trial("finished")
    confirm(office, send(office, studio, HEAD + ",是否终版", ROW + ",是"))
    page = send(office, studio, HEAD, ROW.replace("4100", "4200"))
    assert page.status_code == 422
    assert ["试播页面" in said for said in rejected(page)] == [True]
    assert Result.objects.get().viewers == 4100
    again = send(office, studio, HEAD, ROW)
    assert outcomes(again) == [Outcome.SAME], rejected(again)


def test_a_mentor_sends_those_of_the_own_base(client, studio):
    trial = studio.trial("finished")
    client.force_login(studio.world.mentor)
    assert confirm(client, send(client, studio, HEAD, ROW)).status_code == 302
    assert Result.objects.get().trial == trial


@pytest.mark.parametrize("who", ["lin", "reviewer", "team_manager"])
def test_nobody_else_sends_them(client, studio, who):
    client.force_login(getattr(studio.world, who, studio.world.reviewer))
    assert send(client, studio, HEAD, ROW).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_looking_at_a_sheet_costs_the_same(
    office, studio, count, django_assert_num_queries
):
    for number in range(count):
        studio.trial("finished", slot=studio.slot(2, f"{10 + 2 * number}:00"))
    rows = [
        ROW.replace("10:05", f"{10 + 2 * n}:05").replace("10:59", f"{10 + 2 * n}:59")
        for n in range(count)
    ]
    with django_assert_num_queries(7):  # one of them keeps it
        page = send(office, studio, HEAD, *rows)
    assert outcomes(page) == [Outcome.ADDED] * count
