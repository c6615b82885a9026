"""The columns of a roster, as they are read and as the template offers them."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, Protocol

from django import forms
from django.core.exceptions import ValidationError

from candidates.register.sheets import cells
from candidates.rosters.sheets.headings import ALIASES
from spark.sheets import Cell
from spark.sheets.checking import Column
from spark.sheets.fields import Among, check_exact

SHEET = "名单 Roster"
NOBODY = "110105200602290000"  # the example's: a person who can't exist
NOTES = (
    "一行填一位学生，表头请勿改名；第 2 行是示例，导入时自动跳过，可以保留。",
    "One student per row; keep the headings. Row 2 is an example and is skipped.",
    "前五列必填。未满 18 周岁的学生还须填写监护人姓名和手机号。",
    "The first five columns are required; for students under 18 also the guardian.",
    "身份证号 18 位；港澳台居民居住证、外国人永久居留身份证的 18 位号码同样可用。",
    "ID numbers have 18 places; those of residence permits of 18 places are taken too.",
    "所有单元格已设为文本，请直接输入或“仅粘贴值”。",
    "All cells are text: type, or paste values only.",
    "性别和意向方向请从下拉列表选择。同一学生只填一行。",
    "Choose gender and direction from the list. Each student once.",
    "请勿填写民族、住址、银行卡号等其他信息：系统不读取，也不保存。",
    "Leave out ethnicity, addresses, bank cards and the like: they are not stored.",
    "导入前，院校须已取得每位学生（未成年人为其监护人）的单独同意。",
    "Before sending it, the college must hold each student's separate consent.",
)


class DirectionLike(Protocol):
    slug: str
    name_zh: str
    name_en: str
    aliases: Iterable[str]


class Reader(forms.Field):
    """A field whose cells a function of `cells` reads."""

    def __init__(
        self,
        read: Callable[[Cell], Any],
        *,
        required: bool = False,
        options: Sequence[str] = (),
    ) -> None:
        super().__init__(required=required)
        self.read = read
        self.options = options

    def clean(self, value: Cell) -> Any:
        return self.read(value)


class DirectionField(Among):
    """A batch's direction, as its slug."""

    def __init__(self, directions: Iterable[DirectionLike]) -> None:
        named = [(d.slug, (d.name_zh, d.name_en, *d.aliases)) for d in directions]
        super().__init__(named, unknown="")

    def clean(self, value: Cell) -> str:
        for name in cells.direction_names(value):
            if name in self.things:
                return self.things[name][-1]
        given = cells.text(value)[:30]
        code = "direction-unknown" if given else "direction-missing"
        raise cells.wrong(code, given=given, offered="、".join(self.options))


def _guardian(read: Callable[[Cell], str], field: str, cell: Cell) -> str:
    """Empty where missing."""
    try:
        return read(cell)
    except ValidationError as error:
        if error.code == f"{field}-missing":
            return ""
        raise cells.wrong(f"guardian-{field}-ignored") from error


def columns(directions: Iterable[DirectionLike]) -> Sequence[Column]:
    needed, last_day = partial(Reader, required=True), partial(cells.month, end=True)
    direction = DirectionField(directions)
    offered = next(iter(direction.options), "")
    name = partial(_guardian, cells.name, "name")
    phone = partial(_guardian, cells.phone, "phone")
    minor = "未满18岁必填"
    gender = Reader(cells.gender, options=("男", "女"))
    return (
        _column("name", "姓名 Name", needed(cells.full_name), "示例 Example 王小星"),
        _column("gender", "性别 Gender", gender, "女", asked=True),
        _column("id_number", "身份证号 ID number", needed(cells.id_number), NOBODY),
        _column("phone", "手机号 Mobile", needed(cells.phone), "13800000000"),
        _column("direction", "意向方向 Direction", direction, offered),
        _column("guardian_name", "监护人姓名 Guardian name", Reader(name), minor),
        _column("guardian_phone", "监护人手机 Guardian phone", Reader(phone), minor),
        _column("student_number", "学号 Student number", _label(40), "2023010001"),
        _column("department", "院系 Department", _label(80), "数字商贸学院"),
        _column("major", "专业 Major", _label(80), "网络营销与直播电商"),
        _column("class_name", "班级 Class", _label(80), "直播2301班"),
        _column("grade", "年级 Grade", _label(20)),
        _column("email", "邮箱 E-mail", Reader(cells.email)),
        _column("enrolled_on", "入学时间 Enrolled", Reader(cells.month)),
        _column("graduates_on", "预计毕业时间 Graduates", Reader(last_day)),
    )


def _label(length: int) -> Reader:
    return Reader(partial(_whole, length=length))


def _whole(cell: Cell, length: int) -> str:
    """A text or number that is kept as it stands, or not at all."""
    check_exact(cell)
    text = cells.label(cell)
    if len(text) > length:
        raise cells.wrong("text-ignored", length=length, given=text[:20])
    return text


def _column(
    name: str,
    heading: str,
    reads: forms.Field,
    sample: str | None = None,
    *,
    asked: bool = False,
) -> Column:
    """A column; what it needn't have is left out, with a warning, if unreadable."""
    zh, _space, en = heading.partition(" ")
    also = tuple(ALIASES[name].split())
    lenient = not reads.required
    return Column(name, zh, en, reads, sample, also, asked=asked, lenient=lenient)
