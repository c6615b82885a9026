"""A roster sent again: nobody is changed unasked; and what is to do afterwards."""

import io
import zipfile
from dataclasses import replace
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from candidates.register.actions import leave_pipeline
from candidates.register.models import Candidate, Direction
from candidates.register.stages import SystemReason
from candidates.rosters import tasks
from candidates.rosters.actions import confirm_roster, undo_roster
from candidates.rosters.models import RosterImport
from candidates.rosters.sheets.importing import forget_rosters
from candidates.rosters.sheets.rejected import rejected
from candidates.screening.handover import register_to_screening
from spark import clock
from spark.duties.models import Duty
from tests.candidates.rosters.roster_maker import workbook
from tests.candidates.rosters.small_roster import HEADER
from tests.candidates.rosters.test_import import (
    COLUMNS,
    imported,
    judged,
    look,
    reloaded,
    sent,
    sheet,
)
from tests.world import invented

LANGUAGES = pytest.mark.parametrize("language", ["zh-hans", "en"])
FIRST, SECOND = "13800000001", "13800000002"


def confirmed(world, roster, **chosen):
    confirm_roster(actor=world.lin, pk=roster.pk, **chosen)
    tasks.write_roster(roster.pk)
    return reloaded(roster)


def phone_of(person) -> str:
    return Candidate.objects.get(person__name=person.name).phone


def test_rejected_rows_sent_back_never_change_who_was_only_repeated(world):
    one, other = invented(phone=FIRST), invented(phone="12345")
    first = imported(world, sheet(one, replace(one, phone=SECOND), other))
    assert first.counts == {"added": 1, "reject": 2}
    again = judged(world, rejected(first, masked=False))
    assert again.counts == {"reject": 2}
    codes = {code for found in again.findings for code, _facts in found["said"]}
    assert "duplicate-before" in codes
    confirmed(world, again, with_updates=True)
    assert phone_of(one) == FIRST


def test_a_repeat_whose_person_never_came_in_may_be_mended(world):
    one = invented(phone="12345")
    imported(world, sheet(one, replace(one, phone=SECOND)))
    again = imported(world, sheet(replace(one, phone=SECOND)))
    assert again.counts == {"added": 1}
    assert phone_of(one) == SECOND


@LANGUAGES
def test_an_update_shows_old_and_new_and_is_opted_into(client, world, language):
    one, new = invented(phone=FIRST), invented()
    imported(world, sheet(one))
    again = judged(world, sheet(replace(one, phone=SECOND), new))
    client.cookies["django_language"] = language
    page = look(client, again, world.lin)
    assert f"{FIRST} → {SECOND}" in page.text
    assert 'name="updates"' in page.text and "checked" not in page.text
    press = reverse("roster-act", args=[again.pk, "import"])
    client.post(press)
    tasks.write_roster(again.pk)
    assert phone_of(one) == FIRST
    assert reloaded(again).counts == {"added": 1, "unchanged": 1}
    words = {"zh-hans": "已登记，信息与名单不同，未作改动。", "en": "was left as it is"}
    assert words[language] in look(client, again, world.lin).text


def test_many_changed_directions_cost_what_one_does(client, world):
    one = Direction.objects.get()
    other = Direction.objects.create(slug="vertical", name_zh="垂类", name_en="Niche")
    roster = judged(world, sheet(*(invented() for _ in range(3))))
    turned = {"changes": {"direction_id": [one.pk, other.pk]}}
    found = [finding | turned for finding in roster.findings]
    costs = []
    for rows in (found[:1], found):
        RosterImport.objects.filter(pk=roster.pk).update(findings=rows)
        look(client, roster, world.lin)
        with CaptureQueriesContext(connection) as made:
            page = client.get(reverse("roster-detail", args=[roster.pk]))
        assert page.text.count(f"{one} → {other}") == len(rows)
        costs.append(len(made))
    assert costs[0] == costs[1]


def test_who_ticks_it_has_them_updated(client, world):
    one, new = invented(phone=FIRST), invented()
    imported(world, sheet(one))
    again = judged(world, sheet(replace(one, phone=SECOND), new))
    client.force_login(world.lin)
    press = reverse("roster-act", args=[again.pk, "import"])
    client.post(press, {"updates": "in"})
    tasks.write_roster(again.pk)
    assert phone_of(one) == SECOND
    assert reloaded(again).counts == {"added": 1, "updated": 1}


def test_a_roster_of_updates_alone_says_so_on_its_button(client, world):
    one = invented(phone=FIRST)
    imported(world, sheet(one))
    again = judged(world, sheet(replace(one, phone=SECOND)))
    page = look(client, again, world.lin)
    assert 'name="updates" value="in" class="btn"' in page.text
    assert "更新已登记的 1 人" in page.text


# After an import -----------------------------------------------------------------


def to_call() -> list[Duty]:
    return list(Duty.objects.filter(code="roster-call", closed_at=None))


@LANGUAGES
def test_the_page_says_how_many_are_registered_and_wait(client, world, language):
    roster = imported(world)
    client.cookies["django_language"] = language
    words = {
        "zh-hans": "已登记 2 人，等待项目办转入筛选。",
        "en": "2 people are registered and wait for the programme office",
    }
    assert words[language] in look(client, roster, world.lin).text
    call(world)
    assert words[language] not in look(client, roster, world.lin).text


def call(world, *people: Candidate) -> None:
    ids = [c.pk for c in people] or Candidate.objects.values_list("pk", flat=True)
    register_to_screening(actor=world.office, ids=list(ids))


def test_the_office_has_one_duty_for_the_whole_roster(client, world):
    roster = imported(world)
    (duty,) = to_call()
    assert (duty.role, duty.campus) == ("office", world.campus)
    assert duty.about == f"{world.campus.name_zh} (2)"
    client.force_login(world.office)
    assert client.get(duty.url).context["page"].rows
    one, other = Candidate.objects.order_by("pk")
    call(world, one)
    assert to_call() == [duty]
    call(world, other)
    assert to_call() == []
    assert reloaded(roster).state == "imported"


def test_the_duty_of_who_left_otherwise_is_closed_by_the_sweeper(world):
    imported(world)
    people = list(Candidate.objects.all())
    leave_pipeline(people, SystemReason.DECLINED, at=clock.now())
    forget_rosters()
    assert to_call() == []


def test_a_roster_that_registers_nobody_leaves_nothing_to_do(world):
    one = invented()
    imported(world, sheet(one))
    (duty,) = to_call()
    imported(world, sheet(replace(one, phone=SECOND)))
    assert to_call() == [duty]


def test_people_of_a_roster_taken_back_leave_lists_and_counts(client, world):
    roster = imported(world)
    stays = world.candidate("registered")
    undo_roster(actor=world.lin, pk=roster.pk)
    assert to_call() == []
    client.force_login(world.office)
    for chosen in ({}, {"stage": "left"}):
        page = client.get(reverse("candidate-list"), chosen)
        shown = {one.pk for one in page.context["page"].rows}
        assert shown == ({stays.pk} if not chosen else set())


# Files that are no lists ------------------------------------------------------------


def packed(*names: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return content.getvalue()


FAKES = {
    "html": (
        b"<html><head></head><body><table><tr><td>x</td></tr></table></body></html>",
        {"zh-hans": "这是网页（HTML）", "en": "This is a web page"},
    ),
    "pdf": (b"%PDF-1.7\n%x", {"zh-hans": "这是 PDF", "en": "This is a PDF"}),
    "picture": (
        b"\x89PNG\r\n\x1a\n\x00\x00",
        {"zh-hans": "这是图片", "en": "This is a picture"},
    ),
    "zip": (
        packed("a.csv"),
        {"zh-hans": "这是压缩包", "en": "This is a packed file"},
    ),
    "docx": (
        packed("[Content_Types].xml", "word/document.xml"),
        {"zh-hans": "这是文档", "en": "This is a text"},
    ),
    "header only": (
        workbook([[*COLUMNS, "意向方向"]]),
        {"zh-hans": "这张表只有表头", "en": "has only a header line"},
    ),
    "template untouched": (
        workbook([HEADER, ["示例 张三", "11010119900307867X"]]),
        {"zh-hans": "这张表只有表头", "en": "has only a header line"},
    ),
}


@LANGUAGES
@pytest.mark.parametrize("kind", FAKES)
def test_a_file_that_is_no_list_says_what_it_is(client, world, kind, language):
    content, words = FAKES[kind]
    roster = judged(world, content)
    assert roster.state == "failed"
    client.cookies["django_language"] = language
    assert words[language] in look(client, roster, world.lin).text


def test_a_text_under_the_name_of_a_workbook_is_read_and_said_to_be_one(client, world):
    one = invented()
    line = [*(getattr(one, name) for name in COLUMNS.values()), "综合主播"]
    text = "\n".join(",".join(row) for row in ([*COLUMNS, "意向方向"], line))
    roster = judged(world, text.encode("utf-8-sig"))
    assert roster.counts == {"added": 1}
    assert "内容却是纯文本（CSV）" in look(client, roster, world.lin).text


@LANGUAGES
def test_other_sheets_say_the_same(office, language):
    office.cookies["django_language"] = language
    send = partial(office.post, reverse("sheet-detail", args=["campaigns"]))
    for kind in ("html", "pdf", "zip"):
        content, words = FAKES[kind]
        file = io.BytesIO(content)
        file.name = "表.xlsx"
        assert words[language] in send({"file": file}).text
    head = io.BytesIO("批次,中文名,英文名,开始日期,结束日期\n".encode("utf-8-sig"))
    head.name = "表.csv"
    assert FAKES["header only"][1][language] in send({"file": head}).text


def test_a_waiting_roster_has_no_duty_yet(world):
    sent(world)
    assert to_call() == []
