"""What surrounds trials, sent as sheets: checked row by row, written all or nothing."""

from datetime import timedelta

import pytest
import redis
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from spark import clock
from spark.sheets import tasks
from spark.sheets.checking import Outcome
from spark.sheets.models import StagedSheet
from spark.sheets.register import KINDS
from tests.training.trials.studio import Studio
from training.hosts.models import Permit, Travel, WeeklyTime
from training.standings.models import Result
from training.studio.models import Audience, Blocking, LiveRoom, Programme, Shift
from training.trials.models import Campaign, Round

# A sheet that is right and new, by kind: headings, rows, what it makes.
SHEETS = {
    "rooms": (
        "中文名,英文名,基地,席位数,开播,下播,档期分钟,间隔分钟",
        ["星选九间,Star nine,YYJD,2,08:00,23:00,45,15"],
        LiveRoom,
    ),
    "programme": (
        "直播间,星期,开始,结束,名称",
        ["星选一间,周一,12:00,13:30,午间专场"],
        Programme,
    ),
    "blocked": (
        "直播间,日期,开始,结束,原因",
        ["星选一间,2026-12-05,00:00,24:00,检修"],
        Blocking,
    ),
    "audience": ("直播间,星期,小时,每小时观众", ["星选一间,周六,19,4200"], Audience),
    "shifts": (
        "导师,基地,日期,开始,结束",
        ["mentor@test.spark,YYJD,2026-12-01,09:00,17:00"],
        Shift,
    ),
    "ways": ("院校,基地,单程分钟,可去星期", ["ZJYY,YYJD,45,周一至周五"], Travel),
    "campaigns": (
        "批次,中文名,英文名,开始日期,结束日期",
        ["hangzhou-2026-autumn,冬季赛,Winter,2026-12-01,2026-12-20"],
        Campaign,
    ),
    "rounds": (
        "赛程,轮次,每人场次,参与排名场次,晋级人数,开始日期,结束日期,间隔小时",
        ["秋季试播赛,2,3,2,8,{first},{last},12"],
        Round,
    ),
    "weeks": (
        "学号,类型,星期,开始,结束",
        ["{number},可试播,周一,14:00,18:00", "{number},星火课程,周二,09:00,10:30"],
        WeeklyTime,
    ),
    "permits": (
        "学号,类型,分数,编号,生效日期",
        ["{number},备案,,杭教备7,2026-11-01"],
        Permit,
    ),
    "results": (
        "直播间,开播时间,下播时间,观看人数,人均观看时长,成交金额",
        ['星选一间,{first} 10:02,{first} 10:58:30,4100,1分11秒,"18,605.50"'],
        Result,
    ),
}
NUMBER = "20260077"


@pytest.fixture
def studio(world) -> Studio:
    studio = Studio(world)
    studio.host = world.candidate("competing", student_number=NUMBER)
    return studio


def content(studio: Studio, slug: str, *more: str, rows: int = 9) -> bytes:
    head, own, _model = SHEETS[slug]
    given = {"number": NUMBER, "first": studio.day(3), "last": studio.day(9)}
    if slug == "results" and not studio.round.trials.exists():
        studio.trial("finished", studio.host, studio.slot(3))
    lines = [head, *own[:rows], *more]
    return "\n".join(lines).format(**given).encode("utf-8-sig")


def send(client, slug: str, body: bytes, name: str = "表.csv"):
    file = SimpleUploadedFile(name, body)
    return client.post(reverse("sheet-detail", args=[slug]), {"file": file})


def confirm(client, slug: str, page):
    given = {"token": page.context["token"], "seen": page.context["found"].digest}
    return client.post(reverse("sheet-detail", args=[slug]), given)


def test_every_kind_is_tried():
    assert set(SHEETS) == set(KINDS)


@pytest.mark.usefixtures("anywhere")
@pytest.mark.parametrize("slug", SHEETS)
def test_a_sheet_is_looked_at_then_written_once(office, studio, slug):
    body, model = content(studio, slug), SHEETS[slug][2]
    before = model.objects.count()
    page = send(office, slug, body)
    assert page.status_code == 200, page.context["found"].rejected
    added = page.context["found"].of(Outcome.ADDED)
    assert len(added) == len(SHEETS[slug][1])
    assert model.objects.count() == before
    assert confirm(office, slug, page).status_code == 302
    assert model.objects.count() == before + len(added)
    again = send(office, slug, body)
    assert again.context["found"].to_write == []


def test_a_sheet_that_waits_lies_encrypted_and_is_gone_once_written(office, studio):
    sheet = content(studio, "weeks")
    with redis.Redis.from_url(settings.REDIS_URL) as store:
        before = {*store.scan_iter("*")}
        page = send(office, "weeks", sheet)
        new = [store.dump(name) for name in {*store.scan_iter("*")} - before]
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(s), content FROM sheets_stagedsheet s")
        ((kept, file),) = cursor.fetchall()
    for lies in (f"{kept}".encode(), bytes(file), *filter(None, new)):
        assert NUMBER.encode() not in lies and "表.csv".encode() not in lies
        assert sheet not in lies
    assert not new
    assert confirm(office, "weeks", page).status_code == 302
    assert not StagedSheet.objects.exists()
    again = confirm(office, "weeks", page)
    assert again.context["refusal"].code == "sheet-gone"


def test_a_sheet_that_nobody_wrote_is_gone_after_a_day(office, studio):
    page = send(office, "weeks", content(studio, "weeks"))
    StagedSheet.objects.update(sent_at=clock.now() - timedelta(hours=23))
    tasks.forget()
    assert StagedSheet.objects.count() == 1
    StagedSheet.objects.update(sent_at=clock.now() - timedelta(hours=25))
    refused = confirm(office, "weeks", page)
    assert refused.context["refusal"].code == "sheet-gone"
    tasks.forget()
    assert not StagedSheet.objects.exists()


def test_a_sheet_waits_for_the_one_who_sent_it(client, office, world, studio):
    page = send(office, "weeks", content(studio, "weeks"))
    client.force_login(world.lin)
    assert confirm(client, "weeks", page).context["refusal"].code == "sheet-gone"
    assert StagedSheet.objects.count() == 1


@pytest.mark.parametrize("slug", SHEETS)
def test_its_template_is_understood(office, studio, slug):
    response = office.get(reverse("sheet-template", args=[slug]))
    page = send(office, slug, response.content, "模板.xlsx")
    assert page.status_code in (400, 422)
    assert b"spark" not in response.content[:4]
    assert page.context["refusal"] is not None
    assert page.context["found"] is None


@pytest.mark.parametrize(
    ("slug", "row", "said"),
    [
        ("programme", "不存在间,周一,12:00,13:00,", "直播间"),
        ("programme", "星选一间,周八,12:00,13:00,", "星期"),
        ("programme", "星选一间,周二,12:00,11:00,", "结束"),
        ("blocked", "星选一间,明天,00:00,24:00,", "日期"),
        ("audience", "星选一间,周一,25,10", "小时"),
        ("audience", "星选一间,周一,9,很多", "每小时观众"),
        ("shifts", "lin@test.spark,YYJD,2026-12-02,09:00,17:00", "带教"),
        ("ways", "LJZY,YYJD,6000,每天", "单程分钟"),
        ("weeks", "99999999,可试播,周三,14:00,18:00", "学号"),
        ("permits", f"{NUMBER},合规测试,101,,2026-11-02", "分数"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_written(office, studio, slug, row, said):
    model = SHEETS[slug][2]
    before = model.objects.count()
    page = send(office, slug, content(studio, slug, row))
    assert page.status_code == 422
    (wrong,) = page.context["found"].rejected
    assert said in {fault.column.zh for fault in wrong.faults if fault.column}
    assert page.context["token"] == ""
    assert model.objects.count() == before


def test_a_coordinator_sends_weeks_of_the_own_college_only(client, studio):
    body = content(studio, "weeks")
    client.force_login(studio.world.mei)
    assert len(send(client, "weeks", body).context["found"].rejected) == 2
    client.force_login(studio.world.lin)
    assert confirm(client, "weeks", send(client, "weeks", body)).status_code == 302
    assert studio.host.weekly_times.count() == 2


def test_a_week_is_replaced_as_a_whole(office, studio):
    confirm(office, "weeks", send(office, "weeks", content(studio, "weeks")))
    page = send(office, "weeks", content(studio, "weeks", rows=1))
    assert len(page.context["found"].of(Outcome.REMOVED)) == 1
    confirm(office, "weeks", page)
    assert [row.kind for row in studio.host.weekly_times.all()] == ["free"]


def test_what_changed_meanwhile_is_not_written_over(office, studio):
    page = send(office, "audience", content(studio, "audience"))
    Audience.objects.create(room=studio.room, weekday=5, hour=19, viewers=10)
    assert confirm(office, "audience", page).status_code == 409
    assert Audience.objects.get().viewers == 10


@pytest.mark.usefixtures("anywhere")
def test_overlapping_shifts_of_one_sheet_are_found(office, studio):
    late = "mentor@test.spark,YYJD,2026-12-01,16:00,20:00"
    page = send(office, "shifts", content(studio, "shifts", late))
    (wrong,) = page.context["found"].rejected
    assert wrong.number == 3


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ("{number},可试播,周一,17:00,19:00", 1),
        ("{number},可试播,周一,13:00,24:00", 1),
        ("{number},可试播,周一,18:00,19:00", 0),
        ("{number},星火课程,周一,17:00,19:00", 0),
    ],
)
def test_times_that_overlap_are_refused_as_on_the_page(office, studio, row, wrong):
    page = send(office, "weeks", content(studio, "weeks", row))
    found = page.context["found"].rejected
    assert [fault.column.zh for row in found for fault in row.faults] == (
        ["开始"] * wrong
    )
