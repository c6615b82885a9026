"""Whole rosters: every row comes out as it must, fast, with the reason in words."""

import csv
import io
import tracemalloc
from pathlib import Path
from time import perf_counter

import pytest

from candidates.register.sheets.words import REASONS, reason_text
from candidates.rosters.sheets.headings import sensitive
from candidates.rosters.sheets.roster import REPORT_COLUMNS, Roster, report_rows
from spark.sheets import Row
from tests.candidates.rosters.roster_maker import DAY, make_roster, workbook
from tests.candidates.rosters.small_roster import (
    ADULT,
    DIRECTIONS,
    GOOD,
    HEADER,
    checked,
    row,
)

ROSTERS = Path(__file__).parent / "files"
ROSTER = Roster(DIRECTIONS, DAY)


def rows_of(source) -> list[Row]:
    """The rows of a roster's only list."""
    (table,) = ROSTER.open(source).tables
    return table.page.rows


@pytest.mark.parametrize("name", ["clean", "yuying"])
def test_a_colleges_roster_comes_out_as_expected(name):
    outcome = report_rows(checked(rows_of(ROSTERS / f"{name}.xlsx")))
    with (ROSTERS / f"{name}.expected.csv").open(encoding="utf-8", newline="") as file:
        header, *expected = csv.reader(file)
    assert header == list(REPORT_COLUMNS)
    assert [[str(cell) for cell in line] for line in outcome] == expected


@pytest.mark.parametrize("seed", range(12))
def test_an_unseen_roster_comes_out_as_expected(seed):
    roster = make_roster(seed)
    rows = rows_of(roster.content)
    header = ROSTER.header(rows)
    assert (header.row, sensitive(header)) == (roster.header_row, ["民族"])
    outcome = report_rows(checked(rows))
    assert list(outcome) == roster.expected


def test_a_long_roster_is_checked_in_little_memory(capsys):
    content = make_roster(7, size=10_000).content
    started = perf_counter()
    rows = rows_of(content)
    opened = perf_counter()
    tracemalloc.start()
    outcomes = [row.outcome for row in checked(rows)]
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    between = perf_counter()
    for _ in checked(rows):
        pass
    done = perf_counter()
    with capsys.disabled():
        print(  # noqa: T201 -- a measurement for people
            f"\n10,000 rows: read {opened - started:.2f} s, "
            f"checked {done - between:.2f} s, {peak:.1f} MB while checking"
        )
    assert outcomes.count("accept") > 9_900


def test_every_reason_has_words_and_no_id_number():
    roster = make_roster(3)
    for found in checked(rows_of(roster.content)):
        for fault in (*found.faults, *found.warnings):
            words = reason_text(fault.code, fault.facts)
            assert words and "%(" not in words
            assert not any(len(part) > 11 for part in words.split() if part.isdigit())
    assert all(code == code.lower() and "_" not in code for code in REASONS)


def test_a_csv_roster_is_checked_like_a_workbook():
    text = io.StringIO()
    csv.writer(text).writerows([["花名册"], HEADER, row(id=f'="{ADULT}"')])
    rows = rows_of(text.getvalue().encode("gb18030"))
    [found] = checked(rows)
    assert (found.number, found.outcome) == (3, "accept")


def test_the_list_may_stand_behind_a_sheet_of_instructions():
    content = workbook([["填表说明"], ["一、请如实填写"]], [HEADER, GOOD])
    assert ROSTER.open(content).header.row == 1
