"""Sheets of what surrounds trials: what is left unread, and rows hidden in them."""

import io
from datetime import timedelta

import pytest
import xlsxwriter
from django.urls import reverse

from tests.training.trials.studio import Studio
from tests.training.trials.test_sheets import confirm, send
from training.studio.models import Blocking

HEAD = ["直播间", "日期", "开始", "结束", "原因"]


@pytest.fixture
def studio(world) -> Studio:
    return Studio(world)


def blocked(*times: tuple, hidden: tuple = (), bad: tuple = ()) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        page = book.add_worksheet("检修")
        clock = book.add_format({"num_format": "[h]:mm"})
        page.write_row(0, 0, HEAD)
        for number, (day, starts, ends) in enumerate(times, start=1):
            page.write_row(number, 0, ["星选一间", day])
            page.write(number, 2, starts, clock)
            page.write(number, 3, ends, clock)
            if number + 1 in bad:
                page.write(number, 1, "明天")
            if number + 1 in hidden:
                page.set_row(number, None, None, {"hidden": True})
        book.add_worksheet("去年").write_row(0, 0, ["说明", "x"])
    return buffer.getvalue()


def test_what_is_left_unread_is_listed_on_the_page(office, studio):
    page = send(office, "blocked", blocked(("2026-12-05", 0.0, 1.0)), "表.xlsx")
    assert page.status_code == 200
    assert [note.code for note in page.context["found"].unread] == ["sheet-other"]
    assert "未读取的内容" in page.text and "去年" in page.text


def test_24_00_as_a_workbook_keeps_it_is_the_end_of_its_day(office, studio):
    times = [("2026-12-16", 22 / 24, 1.0), ("2026-12-20", 0.0, 1.0)]
    page = send(office, "blocked", blocked(*times), "表.xlsx")
    confirm(office, "blocked", page)
    blocks = Blocking.objects.order_by("during")
    lasting = [block.during.upper - block.during.lower for block in blocks]
    assert lasting == [timedelta(hours=2), timedelta(days=1)]


@pytest.mark.parametrize("bad", [(), (3,)])
def test_hidden_rows_are_left_out_by_one_click(office, studio, bad):
    times = [("2026-12-05", 0.5, 0.75), ("2026-12-06", 0.5, 0.75)]
    content = blocked(*times, hidden=(3,), bad=bad)
    page = send(office, "blocked", content, "表.xlsx")
    assert page.status_code == (422 if bad else 200)
    assert [row.number for row in page.context["found"].hidden] == [3]
    again = {"token": page.context["kept"], "hidden": "out"}
    page = office.post(reverse("sheet-detail", args=["blocked"]), again)
    assert page.context["found"].hidden == []
    given = {
        "token": page.context["token"],
        "seen": page.context["found"].digest,
        "hidden": "out",
    }
    assert 'name="hidden" value="out"' in page.text
    office.post(reverse("sheet-detail", args=["blocked"]), given)
    assert Blocking.objects.count() == 1
