"""Rosters whose names hold rare characters, any dot, other alphabets."""

import csv
import io
from datetime import date

import pytest

from candidates.rosters.sheets.roster import report_rows
from tests.candidates.rosters.roster_maker import id_number, workbook
from tests.candidates.rosters.small_roster import GOOD, HEADER, row
from tests.candidates.rosters.test_roster import checked, rows_of
from tests.spark.test_text import DOTS

BORN = date(2005, 3, 1)
RARE = ["周䶮", "陈𬀩", "李㛃", "吴\u9fb4", "赵堃", "孙𠅤川", "郑〇", "王𰻝"]
FOREIGN = {
    "阿卜杜热合曼·阿卜杜外力·玉苏甫江·买买提艾力·吐尔逊": "",
    "Nguyễn Thị Ánh": "",
    "O’Brien-Lee": "",
    "Đặng Văn Ất": "",
    "李Ａlice": "李Alice",
    "Āyshä Qādir": "",
}


def people(names) -> list[list]:
    return [row(name=name, id=id_number(BORN, n)) for n, name in enumerate(names, 1)]


def in_gb18030(names) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([HEADER, *people(names)])
    return out.getvalue().encode("gb18030")


def read(content: bytes) -> list:
    return list(checked(rows_of(content)))


def names(content: bytes) -> list[str]:
    return [found.record.name for found in read(content)]


def test_rare_characters_come_through_each_kind_of_file():
    assert names(workbook([HEADER, *people(RARE)])) == RARE
    assert names(in_gb18030(RARE)) == RARE


def test_codes_of_the_private_area_are_stored_as_characters():
    old = [HEADER, *people(["周\ue863", "吴\ue81e", "钱\ue5f1"])]
    *good, bad = read(workbook(old))
    assert [found.record.name for found in good] == ["周䶮", "吴\u9fb4"]
    assert list(report_rows([bad])) == [(4, "reject", "name")]
    assert bad.fault.facts == {"code": "U+E5F1", "place": 2}


def test_two_bytes_of_gbk_are_those_characters():
    raw = in_gb18030(["吴X", "周X"])
    for letter, code in (("吴", b"\xfe\x59"), ("周", b"\xfe\x9f")):
        lead = letter.encode("gb18030")
        raw = raw.replace(lead + b"X", lead + code)
    assert names(raw) == ["吴\u9fb4", "周䶮"]


def test_every_dot_is_stored_as_the_same():
    typed = [f"古丽米热{dot}艾合买提" for dot in [*DOTS, " · ", "··"]]
    assert set(names(workbook([HEADER, *people(typed)]))) == {"古丽米热·艾合买提"}
    assert names(in_gb18030(typed[:1])) == ["古丽米热·艾合买提"]


def test_long_names_and_other_alphabets_are_taken():
    found = names(workbook([HEADER, *people(FOREIGN)]))
    assert found == [read or name for name, read in FOREIGN.items()]


@pytest.mark.parametrize("start", ["3", "9"])
def test_letters_are_compared_with_a_mainland_card(start):
    number = id_number(BORN, 5, region=f"{start}30106")
    [found] = checked(rows_of(workbook([HEADER, row(name="Wang Fang", id=number)])))
    warned = [warning.code for warning in found.warnings]
    assert warned == (["name-in-letters"] if start == "3" else [])


def test_a_label_nobody_can_read_is_left_out_with_a_warning():
    lines = [[*HEADER, "班级"], [*GOOD, "直播\ue5f1班"]]
    [found] = checked(rows_of(workbook(lines)))
    assert [warning.code for warning in found.warnings] == ["label-unreadable"]
    assert found.record.class_name == ""
