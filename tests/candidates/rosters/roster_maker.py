"""Makes rosters as colleges send them, with what an import must say about each row."""

import io
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

import xlsxwriter
from stdnum.cn import ric

DAY = date(2026, 11, 24)
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
GIVEN = "明华丽静思远晨曦佳怡子涵梓轩若诗文博雅雨欣"
DIRECTIONS = ["综合主播", "垂类主播", "短视频营销"]
LABELS = {
    "serial": ["序号", "No."],
    "name": ["姓名", "学生姓名", "姓 名", "姓名*", "*姓名（必填）", "姓名/Name"],
    "gender": ["性别"],
    "id_number": [
        "身份证号", "身份证号码 ", "证件号码", "身份证", "身份证号\n（18位）",
    ],
    "student_number": ["学号"],
    "department": ["院系", "学院", "二级学院", "系部", "分院"],
    "major": ["专业", "专业名称"],
    "class_name": ["班级", "行政班", "班级名称"],
    "phone": ["手机号", "联系电话", "手机", "手机号码（必填）", "移动电话", "电　话"],
    "guardian_name": ["监护人姓名", "家长姓名", "监护人", "姓名（监护人）"],
    "guardian_phone": ["监护人电话", "家长电话", "电话（家长）", "监护人联系方式"],
    "direction": ["意向方向", "报名方向", "意向方向："],
    "nation": ["民族"],
    "note": ["备注"],
}  # fmt: skip


@dataclass
class Roster:
    content: bytes
    expected: list[tuple[int, str, str]]
    header_row: int


@dataclass
class Sheet:
    """Rows of cells by field, with the outcome each must have."""

    chance: random.Random
    rows: list[dict[str, object]] = field(default_factory=list)
    outcomes: list[tuple[str, str]] = field(default_factory=list)

    def born(self, oldest: int, youngest: int) -> date:
        """Someone between the two ages on the day, not on a birthday's edge."""
        days = self.chance.randint(youngest * 366, oldest * 365)
        return DAY - timedelta(days=days)

    def person(self, oldest: int = 22, youngest: int = 18) -> dict[str, object]:
        chance = self.chance
        name = chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, 2))
        number = id_number(self.born(oldest, youngest), chance.randint(0, 999))
        return {
            "serial": len(self.rows) + 1,
            "name": name,
            "gender": "男" if int(number[16]) % 2 else "女",
            "id_number": number,
            "student_number": f"2024{chance.randint(0, 999999):06}",
            "department": "数字商务学院",
            "major": "电子商务",
            "class_name": f"{chance.randint(2201, 2408)}班",
            "phone": mobile(chance),
            "direction": chance.choice(DIRECTIONS),
            "nation": "汉族",
        }


def id_number(born: date, order: int, region: str = "330106") -> str:
    start = f"{region}{born:%Y%m%d}{order:03}"
    return start + ric.calc_check_digit(start + "0")


def mobile(chance: random.Random) -> str:
    return f"1{chance.choice('356789')}{chance.randint(0, 999_999_999):09}"


Kind = Callable[[Sheet], dict[str, object] | None]


def changed(**cells: Callable[[str], object]) -> Kind:
    """A good row with some of its cells written in another way."""

    def make(sheet: Sheet) -> dict[str, object]:
        person = sheet.person()
        return person | {
            name: write(str(person[name])) for name, write in cells.items()
        }

    return make


def minor(**guardian: str) -> Kind:
    return lambda sheet: sheet.person(oldest=17, youngest=16) | guardian


def repeat(sheet: Sheet) -> dict[str, object]:
    accepted = [
        row
        for row, outcome in zip(sheet.rows, sheet.outcomes, strict=True)
        if outcome[0] == "accept"
    ]
    earlier = sheet.chance.choice(accepted)
    same = ("name", "id_number", "phone")
    return sheet.person() | {name: earlier[name] for name in same}


def wide(plain: str) -> str:
    return plain.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789X"})


def grouped(plain: str) -> str:
    return f"{plain[:3]} {plain[3:7]}-{plain[7:]}"


def wrong_digit(number: str) -> str:
    return f"{number[:16]}{(int(number[16]) + 1) % 10}{number[17]}"


GUARDIAN = {"guardian_name": "王建国", "guardian_phone": "13957100001"}
ACCEPTED: dict[str, Kind] = {
    "plain": changed(),
    "x in lower case": changed(id_number=str.lower),
    "wide digits": changed(id_number=wide, phone=wide),
    "spaced ID": changed(id_number=lambda n: f" {n[:6]} {n[6:14]} {n[14:]}\u3000"),
    "apostrophe": changed(id_number=lambda n: f"'{n}"),
    "phone as number": changed(phone=float),
    "phone with .0": changed(phone=lambda p: f"{p}.0"),
    "grouped phone": changed(phone=grouped),
    "country code": changed(phone=lambda p: f"+86 {p}"),
    "spaced name": changed(name=lambda n: f" {n[0]}\u3000{n[1:]} "),
    "minority name": changed(name=lambda n: "古丽•买买提"),
    "direction in brackets": changed(direction=lambda d: f"{d}（{d}）"),
    "minor with guardian": minor(**GUARDIAN),
}
REJECTED: dict[str, tuple[str, Kind]] = {
    "empty name": ("name", changed(name=lambda n: "")),
    "digits for a name": ("name", changed(name=lambda n: "2024001")),
    "wrong digit": ("id_number", changed(id_number=wrong_digit)),
    "no ID": ("id_number", changed(id_number=lambda n: "")),
    "ID as number": ("id_number", changed(id_number=lambda n: float(n[:17] + "0"))),
    "ID as E+17": ("id_number", changed(id_number=lambda n: f"{n[0]}.{n[1:6]}E+17")),
    "short ID": ("id_number", changed(id_number=lambda n: n[:17])),
    "short phone": ("phone", changed(phone=lambda p: p[:10])),
    "no phone": ("phone", changed(phone=lambda p: "")),
    "landline": ("phone", changed(phone=lambda p: "0571-86777777")),
    "other direction": ("direction", changed(direction=lambda d: "带货达人王")),
    "no direction": ("direction", changed(direction=lambda d: "")),
    "lonely minor": ("guardian", minor()),
    "guardian without phone": ("guardian", minor(guardian_name="王建国")),
    "guardian called none": ("guardian", minor(**GUARDIAN | {"guardian_name": "无"})),
    "child": ("age", lambda sheet: sheet.person(oldest=15, youngest=13)),
    "repeat": ("duplicate", repeat),
}
BLANK: dict[str, Kind] = {
    "nothing": lambda sheet: None,
    "spaces": lambda sheet: {"name": " ", "phone": "\u3000"},
    "a number only": lambda sheet: {"serial": len(sheet.rows) + 1},
}


def make_roster(seed: int, size: int = 120) -> Roster:
    """A roster of all kinds of rows in a random order and layout."""
    sheet = Sheet(random.Random(seed))
    kinds = [("accept", "", make) for make in ACCEPTED.values()]
    kinds += [("reject", reason, make) for reason, make in REJECTED.values()]
    kinds += [("skip", "", make) for make in BLANK.values()]
    plain = [("accept", "", ACCEPTED["plain"])] * max(0, size - len(kinds))
    mixed = kinds + plain
    sheet.chance.shuffle(mixed)
    for outcome, reason, make in [plain[0], *mixed, plain[0]]:
        row = make(sheet)
        sheet.rows.append(row or {})
        sheet.outcomes.append((outcome, reason))
    return _lay_out(sheet)


def _lay_out(sheet: Sheet) -> Roster:
    chance = sheet.chance
    fields = list(LABELS)
    chance.shuffle(fields)
    titles = chance.choice(
        [[], ["2026年秋季学生报名表"], ["学生花名册", "填报单位：某某学院（盖章）", ""]]
    )
    lines: list[list[object]] = [[title] for title in titles]
    lines.append([chance.choice(LABELS[name]) for name in fields])
    lines += [[row.get(name, "") for name in fields] for row in sheet.rows]
    first = len(titles) + 2
    expected = [(first + i, *outcome) for i, outcome in enumerate(sheet.outcomes)]
    return Roster(workbook(lines), expected, first - 1)


def workbook(*sheets: list[list[object]], hidden: int = 0) -> bytes:
    """An .xlsx of these sheets, the first `hidden` of them hidden."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for i, lines in enumerate(sheets):
            sheet = book.add_worksheet()
            if i < hidden:
                sheet.hide()
            elif i == hidden:
                sheet.activate()
                sheet.set_first_sheet()
            _write(sheet, lines, book.add_format({"num_format": "yyyy-mm-dd"}))
    return buffer.getvalue()


def _write(sheet, lines: list[list[object]], dates) -> None:
    for row, cells in enumerate(lines):
        for column, cell in enumerate(cells):
            if isinstance(cell, date):
                sheet.write_datetime(row, column, cell, dates)
            elif isinstance(cell, str):
                sheet.write_string(row, column, cell)
            elif cell is not None:
                sheet.write(row, column, cell)
