"""A coordinator's morning: a roster with faults, mended, sent again, and found."""

import os
from pathlib import Path

import pytest
import xlsxwriter
from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from candidates.register.models import Candidate
from tests.browser import Visitor, leaving
from tests.world import World, invented

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs a loop here
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAMES = ["罗文静", "欧阳晓月", "单雨桐", "任思齐"]
COLUMNS = {"身份证号": "id_number", "手机号": "phone", "学号": "student_number"}


@pytest.mark.parametrize(
    "visitor",
    [(1440, "zh-hans"), (390, "en")],
    indirect=True,
    ids=["1440-zh", "390-en"],
)
def test_what_was_rejected_is_mended_and_sent_again(
    visitor: Visitor, worker, world: World, tmp_path: Path
):
    page, people = visitor.page, [invented(name=name) for name in NAMES]
    visitor.log_in(world.lin)
    visitor.open("/candidates/import/")
    head, *_example = rows(
        taken(visitor, "main a[href$='template.xlsx']", tmp_path / "template.xlsx")
    )
    table = [[cell(title, person) for title in head] for person in people]
    number, phone, direction = (place(head, of) for of in ("身份", "手机", "意向"))
    good = [list(row) for row in table]
    table[1][number] = table[1][number][:-1] + (
        "1" if good[1][number][-1] != "1" else "2"
    )
    table[2][phone] = table[2][phone][:7]
    table[3][direction] = "唱歌"
    sent(visitor, written(tmp_path / "直播2404班.xlsx", [head, *table]))
    imported(visitor, 1)
    back = taken(
        visitor,
        "form[action$='/rejected.xlsx/'] button, form[action$='rejected.xlsx'] button",
        tmp_path / "rejected.xlsx",
    )
    again, *rejected = rows(back)
    assert [row[place(again, "姓名")] for row in rejected] == NAMES[1:]
    assert all(row[0] for row in rejected)  # why, in the first column
    mended = [[row[0], *good[n]] for n, row in enumerate(rejected, start=1)]
    sent(visitor, written(tmp_path / "直播2404班（改）.xlsx", [again, *mended]))
    imported(visitor, 3)
    with leaving(page):
        page.locator("#import a.btn.go").click()
    expect(page.locator("#rows tbody tr")).to_have_count(4)
    for sought in ("ouyang", "欧阳晓月"):
        found(visitor, sought, "欧阳晓月")
    said = {"zh-hans": "等待项目办转入筛选", "en": "Waits for the programme office"}
    expect(page.locator("#standing")).to_contain_text(said[visitor.language])
    assert Candidate.objects.filter(campus=world.campus).count() == 4


def cell(title: str, person: object) -> str:
    """What a row of the template holds under this heading."""
    for start, name in COLUMNS.items():
        if title.startswith(start):
            return getattr(person, name)
    told = {"姓名": person.name, "性别": "", "意向": "综合主播"}  # type: ignore[attr-defined]
    return next((told[start] for start in told if title.startswith(start)), "")


def place(head: list[str], start: str) -> int:
    return next(n for n, title in enumerate(head) if title.startswith(start))


def rows(path: Path) -> list[list[str]]:
    sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
    return [[str(value) for value in row] for row in sheet.to_python()]


def written(path: Path, table: list[list[str]]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(table):
            for column, value in enumerate(row):
                sheet.write_string(number, column, value)
    return path


def taken(visitor: Visitor, button: str, path: Path) -> Path:
    with visitor.page.expect_download() as given:
        visitor.page.locator(button).first.click()
    given.value.save_as(path)
    return path


def sent(visitor: Visitor, path: Path) -> None:
    visitor.upload(path)
    expect(visitor.page.locator("form[action$='/import/'] button.go")).to_be_visible()


def imported(visitor: Visitor, count: int) -> None:
    """The button says how many, and so does what comes of it."""
    button = visitor.page.locator("form[action$='/import/'] button.go")
    expect(button).to_contain_text(str(count))
    button.click()
    expect(visitor.page.locator("main .sp-note.ok")).to_contain_text(str(count))


def found(visitor: Visitor, sought: str, name: str) -> None:
    page = visitor.page
    visitor.open("/candidates/")
    page.locator("[name=q]").first.fill(sought)
    page.keyboard.press("Enter")
    expect(page.locator("#rows tbody tr")).to_have_count(1)
    page.locator("#rows tbody a").first.click()
    expect(page.locator("h1")).to_have_text(name)
