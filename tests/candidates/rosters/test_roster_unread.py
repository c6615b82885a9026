"""What of a roster is not read, or hidden in it, is said before anybody confirms it."""

import io
from datetime import date

import pytest
import xlsxwriter
from django.urls import reverse
from django.utils import translation

from candidates.register.models import Candidate
from candidates.rosters import tasks
from candidates.rosters.actions import confirm_roster
from candidates.rosters.models import RosterImport
from candidates.rosters.sheets.roster import Roster, report_rows
from candidates.rosters.views import rejected
from spark.sheets import read
from tests.candidates.rosters.roster_maker import DAY
from tests.candidates.rosters.small_roster import ADULT, DIRECTIONS, HEADER, MINOR, row
from tests.candidates.rosters.test_import import (
    COLUMNS,
    judged,
    look,
    reloaded,
)
from tests.candidates.rosters.test_import_command import run
from tests.spark.test_sheets import in_sheet, repacked
from tests.world import invented

HEAD = [*COLUMNS, "意向方向"]


def roster_of(sheets: dict, hidden: tuple = ()) -> bytes:
    """A workbook with these people on each sheet; rows `hidden` by their number."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"strings_to_numbers": False}) as book:
        for name, lines in sheets.items():
            page = book.add_worksheet(name)
            for number, line in enumerate(lines):
                page.write_row(number, 0, line)
            for number in hidden:
                page.set_row(number - 1, None, None, {"hidden": True})
    return buffer.getvalue()


def line(person) -> list:
    return [*(getattr(person, name) for name in COLUMNS.values()), "综合主播"]


def checked(content: bytes, **options) -> list:
    roster = Roster(DIRECTIONS, DAY)
    return list(roster.check(roster.lines(roster.open(content).tables, **options)))


def filtered() -> tuple[bytes, list]:
    """Five people, two of them hidden by a filter in rows 3 and 5."""
    people = [invented() for _ in range(5)]
    return roster_of({"名单": [HEAD, *map(line, people)]}, hidden=(3, 5)), people


def test_all_class_sheets_are_judged_and_each_row_names_its_sheet(client, world):
    first, second, third = invented(), invented(), invented(phone="1")
    sheets = {
        "填表说明": [["每班一张"]],
        "直播2301": [HEAD, line(first)],
        "直播2302": [["直播2302班"], HEAD, line(second), line(first), line(third)],
    }
    roster = judged(world, roster_of(sheets))
    assert roster.counts == {"added": 2, "reject": 2}
    page = look(client, roster, world.lin)
    shown = [(r["row"], r["sheet"], r["reasons"]) for r in page.context["rows"]]
    assert [place[:2] for place in shown] == [
        (2, "直播2301"),
        (3, "直播2302"),
        (4, "直播2302"),
        (5, "直播2302"),
    ]
    assert "直播2301" in shown[2][2][0]
    assert "填表说明" in page.text and "未读取的内容" in page.text
    mended = read(rejected(roster, masked=False))[0].rows
    assert [line_.cells[1] for line_ in mended[1:]] == [first.name, third.name]


def test_a_report_names_the_sheet_where_there_are_several():
    sheets = {"甲": [HEADER, row()], "乙": [HEADER, row(id=MINOR)]}
    found = list(report_rows(checked(roster_of(sheets))))
    assert found == [("甲!2", "accept", ""), ("乙!2", "reject", "guardian")]
    assert list(report_rows(checked(roster_of({"甲": [HEADER, row()]})))) == [
        (2, "accept", "")
    ]


@pytest.mark.parametrize(("chosen", "count"), [("out", 3), ("in", 5)])
def test_who_confirms_chooses_whether_hidden_rows_go_in(client, world, chosen, count):
    content, people = filtered()
    roster = judged(world, content)
    page = look(client, roster, world.lin)
    assert "3、5" in page.text
    assert (page.context["hidden"], page.context["shown_new"]) == (2, 3)
    assert [r["hidden"] for r in page.context["rows"]] == [
        *(False, True, False, True, False)
    ]
    client.post(reverse("roster-act", args=[roster.pk, "import"]), {"hidden": chosen})
    tasks.write_roster(roster.pk)
    wanted = people if chosen == "in" else people[::2]
    names = set(Candidate.objects.values_list("person__name", flat=True))
    assert names == {person.name for person in wanted}
    assert reloaded(roster).counts.get("added") == count


def test_without_hidden_rows_nothing_is_asked_about_them(client, world):
    roster = judged(world, roster_of({"名单": [HEAD, line(invented())]}))
    assert 'name="hidden"' not in look(client, roster, world.lin).text
    confirm_roster(actor=world.lin, pk=roster.pk)
    assert reloaded(roster).without_hidden is False


def test_a_hidden_row_repeats_the_one_that_is_shown_whichever_comes_first():
    content = roster_of({"名单": [HEADER, row(), row()]}, hidden=(2,))
    assert [found.fault.code for found in checked(content)] == ["duplicate", ""]
    out = checked(content, without_hidden=True)
    assert [found.outcome for found in out] == ["skip", "accept"]


@pytest.mark.parametrize(
    ("language", "title", "said"),
    [("en", "Left unread", "rows 3, 5"), ("zh-hans", "未读取的内容", "行：3、5")],
)
def test_the_command_says_the_same_in_both_languages(
    world, tmp_path, language, title, said
):
    path = tmp_path / "名单.xlsx"
    path.write_bytes(filtered()[0])
    with translation.override(language):
        told = run(world, path, dry_run=True)
        out = run(world, path, dry_run=True, without_hidden=True)
    assert f"{title}:\n- " in told and said in told
    assert told.startswith("5 accepted, 0 rejected, 0 skipped\n")
    assert out.startswith("3 accepted, 0 rejected, 2 skipped\n")


def test_what_the_command_imports_leaves_hidden_rows_out_if_told(world, tmp_path):
    path = tmp_path / "名单.xlsx"
    path.write_bytes(filtered()[0])
    given = {"by": "lin@test.spark", "notice_version": "1", "without_hidden": True}
    run(world, path, notice_on=DAY, **given)
    assert Candidate.objects.count() == 3
    assert RosterImport.objects.get().without_hidden


def test_formulas_without_results_reject_the_row_and_say_the_way_out():
    cell = b'<c r="C2"><f>X!B2</f><v>0</v></c>'
    made = roster_of({"名单": [HEADER, row(id=7)]})
    content = repacked(made, in_sheet(b'<c r="C2"><v>7</v></c>', cell))
    (found,) = checked(content)
    assert (found.fault.field, found.fault.code) == ("id_number", "cell-formula")
    assert found.fault.facts["cell"] == "C2"


def test_an_error_of_a_look_up_is_named_and_no_missing_number():
    text = ",".join(HEADER) + "\n" + ",".join(row(id="#N/A", guardian="#REF!"))
    (found,) = checked(text.encode())
    assert (found.fault.field, found.fault.code) == ("id_number", "cell-error")


def test_a_stray_comma_rejects_the_row_it_moves():
    text = "\n".join([",".join(HEADER), ",".join([*row(), "x"])])
    (found,) = checked(text.encode())
    assert (found.fault.field, found.fault.code) == ("row", "row-cells")


@pytest.mark.parametrize("number", [2.0230100011111e17, "2.02301E+11"])
def test_a_student_number_that_lost_digits_is_left_out_with_a_warning(number):
    lines = [[*HEADER, "学号", "院系"], [*row(), number, "系" * 81]]
    (found,) = checked(roster_of({"名单": lines}))
    assert found.record.student_number == found.record.department == ""
    assert [warning.code for warning in found.warnings] == [
        "digits-lost",
        "text-ignored",
    ]


def test_a_class_merged_over_its_students_is_everybody_s():
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, [*HEADER, "班级"])
        page.write_row(1, 0, row())
        page.write_row(
            2, 0, row(id=MINOR, guardian="林大山", guardian_phone="13900000001")
        )
        page.merge_range("H2:H3", "直播2301班")
    found = checked(buffer.getvalue())
    assert [one.record.class_name for one in found] == ["直播2301班"] * 2


def test_numbering_filled_down_is_no_person_and_said():
    lines = [["序号", *HEADER], [1, *row()], [2], [3]]
    content = roster_of({"名单": lines})
    assert [found.fault.code for found in checked(content)] == [
        "",
        "row-outside",
        "row-outside",
    ]
    assert ADULT not in str(checked(content)[1])


@pytest.mark.parametrize(
    ("month", "read"),
    [
        ("2024年9月入学", date(2024, 9, 1)),
        ("2024年9月5日", date(2024, 9, 5)),
        ("2024年9月 或 10", None),
        ("2024-09-05 下午", None),
        ("2024-09 / 2025-03", None),
    ],
)
def test_a_month_says_nothing_else(month, read):
    (found,) = checked(roster_of({"名单": [[*HEADER, "入学时间"], [*row(), month]]}))
    assert found.record.enrolled_on == read
    assert bool(found.warnings) is (read is None)
