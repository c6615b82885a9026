"""The workbook a college fills in: text cells, drop-downs, one example, notes."""

import io
from collections.abc import Sequence

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

ROWS = 2_000  # prepared with drop-downs; more may be added below
# Heading, width, and what the example row holds: a person who can't exist.
COLUMNS = [
    ("姓名 Name", 14, "示例 Example 王小星"),
    ("性别 Gender", 12, "女"),
    ("身份证号 ID number", 24, "110105200602290000"),
    ("手机号 Mobile", 16, "13800000000"),
    ("意向方向 Direction", 22, ""),
    ("监护人姓名 Guardian name", 24, "未满18岁必填"),
    ("监护人手机 Guardian phone", 26, "未满18岁必填"),
    ("学号 Student number", 20, "2023010001"),
    ("院系 Department", 20, "数字商贸学院"),
    ("专业 Major", 22, "网络营销与直播电商"),
    ("班级 Class", 16, "直播2301班"),
]
NEEDED = 5  # the first ones; the others may stay empty
NOTES = [
    "一行填一位学生，表头请勿改名；第 2 行是示例，导入时自动跳过，可以保留。",
    "One student per row; keep the headings. Row 2 is an example and is skipped.",
    "前五列必填。未满 18 周岁的学生还须填写监护人姓名和手机号。",
    "The first five columns are required; for students under 18 also the guardian.",
    "身份证号 18 位，所有单元格已设为文本，请直接输入或“仅粘贴值”。",
    "ID numbers have 18 places. All cells are text: type, or paste values only.",
    "性别和意向方向请从下拉列表选择。同一学生只填一行。",
    "Choose gender and direction from the list. Each student once.",
    "请勿填写民族、住址、银行卡号等其他信息：系统不读取，也不保存。",
    "Leave out ethnicity, addresses, bank cards and the like: they are not stored.",
    "导入前，院校须已取得每位学生（未成年人为其监护人）的单独同意。",
    "Before sending it, the college must hold each student's separate consent.",
]


def template(directions: Sequence[str]) -> bytes:
    """An empty roster, with the names of the directions to choose from."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        page = book.add_worksheet("名单 Roster")
        text = book.add_format({"num_format": "@"})
        faint = book.add_format({"num_format": "@", "font_color": "#62666E"})
        needed = book.add_format({"num_format": "@", "bold": True, "bottom": 2})
        optional = book.add_format({"num_format": "@", "bottom": 1})
        for column, (label, width, example) in enumerate(COLUMNS):
            page.set_column(column, column, width, text)
            page.write_string(0, column, label, needed if column < NEEDED else optional)
            page.write_string(1, column, example, faint)
        page.write_string(1, 4, directions[0] if directions else "", faint)
        _choose(page, 1, ["男", "女"])
        _choose(page, 4, directions)
        page.freeze_panes(1, 1)
        notes = book.add_worksheet("填表说明 Notes")
        notes.set_column(0, 0, 90)
        for number, note in enumerate(NOTES):
            notes.write_string(number, 0, note)
    return buffer.getvalue()


def _choose(page: Worksheet, column: int, values: Sequence[str]) -> None:
    """A drop-down; Excel takes at most 255 characters, then it is left out."""
    if values and len(",".join(values)) <= 255:
        page.data_validation(
            2, column, ROWS, column, {"validate": "list", "source": list(values)}
        )
