"""The header of a roster: where it is, and which column holds what.

Colleges put titles above it, groups over it, stars and notes into it. A label counts
when it is a known name of a field once that is taken away; no label is guessed from a
part of it, so a guardian's number never becomes the student's.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from spark.sheets import PEEK, Cell, Row, Source, Unreadable, read

# Field → its names, the better ones first: when two columns claim a field, the
# earlier name wins.
ALIASES = {
    "name": "姓名 学生姓名 名字 name fullname studentname",
    "gender": "性别 gender sex",
    "id_number": "身份证号 身份证号码 公民身份号码 公民身份证号码 身份证件号 "
    "身份证件号码 身份证 证件号码 证件号 证件编号 "
    "idnumber idno idcard idcardnumber residentid",
    "student_number": "学号 学籍号 studentnumber studentno studentid",
    "department": "院系 二级学院 学院 系部 分院 系别 院系名称 学院名称 系 院 学部 "
    "department school",
    "major": "专业 专业名称 主修专业 major",
    "class_name": "班级 班级名称 行政班 行政班级 专业班级 class classname",
    "grade": "年级 入学年级 grade",
    "phone": "手机号 手机号码 手机 移动电话 联系手机 联系手机号 联系手机号码 "
    "手机电话 联系电话 联系电话号码 电话号码 电话 联系方式 "
    "mobile mobilenumber mobilephone phone phonenumber telephone",
    "email": "邮箱 电子邮箱 电子邮件 邮箱地址 电子邮箱地址 电子邮件地址 email mail",
    "direction": "意向方向 报名方向 意向报名方向 申请方向 报考方向 志愿方向 意愿方向 "
    "培养方向 培训方向 学习方向 主播方向 直播方向 岗位方向 就业方向 选择方向 方向 "
    "意向岗位 报名岗位 报名意向 意向 direction track",
    "enrolled_on": "入学时间 入学年月 入学日期 enrolled enrolmentdate",
    "graduates_on": "预计毕业时间 预计毕业年月 预计毕业日期 毕业时间 毕业年月 "
    "毕业日期 graduates graduationdate",
    "guardian_name": "guardian guardianname",
    "guardian_phone": "guardianphone guardianmobile",
}
FIELDS = {
    name: (field, rank)
    for field, names in ALIASES.items()
    for rank, name in enumerate(names.split())
}
REQUIRED = ("name", "id_number", "phone", "direction")
ENOUGH = 2  # known labels that make a row a header

WHO = r"(?:监护人|家长|父母|父亲|母亲)"
GUARDIAN = rf"(?:法定|学生|第一|主要)*(?:{WHO}[或与和]?)+的?(?:基本)?(?:信息|情况)?"
GUARDIAN_NAME = re.compile(rf"{GUARDIAN}(?:姓名|名字|签名)?")
GUARDIAN_PHONE = re.compile(
    rf"{GUARDIAN}(?:联系)?(?:手机电话|手机号码|手机号|手机|移动电话|电话号码|电话|方式)"
)
# Somebody's role in a bracket belongs to the label: 电话（监护人）.
ROLE = re.compile(rf"{WHO}|紧急|辅导员|班主任|老师|教师|负责人")
SENSITIVE = re.compile(
    r"民族|政治面貌|党员|婚|生育|孕|宗教|信仰|住址|地址|籍贯|生源地|户籍|户口|健康|"
    rf"病史|残疾|血型|银行|卡号|{WHO}.*(?:身份证|证件)|"
    r"^(?:ethnicity|nationality|religion|maritalstatus|homeaddress|address)$"
)
SERIAL = {"序号", "编号", "序", "no", "number", ""}
OURS = {"退回原因", "reasonforrejection"}  # of a list of rejected rows, sent again
BRACKET = re.compile(r"[(\[【〔{<《](.*?)[)\]】〕}>》]")
NOISE = re.compile(r"[\s\W_]+|必填|选填|必须")
OWN = re.compile(r"^(?:学生|本人|个人|考生|学员|居民|所在|所属|就读)+(?:的)?")


@dataclass(frozen=True, slots=True)
class HeaderMap:
    """Where the header stands, and what each column holds."""

    row: int  # in the sheet, counted from 1
    first: int  # the first row of the list below it
    columns: dict[int, str]  # index of a column → field
    labels: tuple[str, ...]  # as written, one per column
    unknown: list[str]  # labels of columns that are not read
    sensitive: list[str]  # labels of columns that must not be stored

    def values(self, row: Row) -> dict[str, Cell]:
        """Field → cell, for the known columns only."""
        cells = row.cells
        return {f: cells[i] for i, f in self.columns.items() if i < len(cells)}

    @property
    def kept_labels(self) -> list[str]:
        return [self.labels[i] for i in self.columns]

    def kept(self, row: Row) -> list[Cell]:
        """The row as sent, its known columns only: what may be handed back."""
        count = len(row.cells)
        return [row.cells[i] if i < count else None for i in self.columns]


def read_roster(source: Source, filename: str = "") -> list[Row]:
    """The sheet that holds the list: an instruction sheet before it is passed over."""
    return read(source, filename, wanted=lambda rows: bool(_best(rows)[1]))


def find_header(rows: Sequence[Row]) -> HeaderMap:
    index, labels = _best(rows[:PEEK])
    if not labels:
        raise Unreadable("roster-no-header")
    depth = 1
    if index + 1 < len(rows) and _is_lower(labels, rows[index + 1]):
        labels = _combined(labels, _texts(rows[index + 1]))
        depth = 2
    elif index > 0 and sum(map(bool, _texts(rows[index - 1]))) > 1:
        labels = _combined(_texts(rows[index - 1]), labels)
    columns = _columns(labels)
    for field in REQUIRED:
        if field not in columns.values():
            name = field.replace("_", "-")
            raise Unreadable(f"roster-no-{name}-column", row=rows[index].number)
    rest = [text for i, text in enumerate(labels) if i not in columns]
    sensitive = [text for text in rest if SENSITIVE.search(normal(text))]
    unknown = [
        text
        for text in rest
        if text not in sensitive and normal(text) not in SERIAL | OURS
    ]
    number = rows[index].number
    return HeaderMap(number, number + depth, columns, tuple(labels), unknown, sensitive)


def is_header(row: Row, header: HeaderMap) -> bool:
    """A header printed again further down, as for a page break."""
    texts = zip(_texts(row), header.labels, strict=False)
    return sum(text == label != "" for text, label in texts) > ENOUGH


def normal(label: str) -> str:
    """A label without stars, spaces, notes in brackets, width and case."""
    text = unicodedata.normalize("NFKC", label)
    role = "".join(note for note in BRACKET.findall(text) if ROLE.search(note))
    bare = BRACKET.sub("", text)
    return NOISE.sub("", role + bare if bare.strip() else text).casefold()


def field_of(label: str) -> tuple[str, int]:
    """The field a label names and how well, or ("", 0)."""
    whole = normal(label)
    chinese = re.sub(r"[a-z]+", "", whole)
    for text in (whole, OWN.sub("", whole), chinese, OWN.sub("", chinese)):
        if text in FIELDS:
            return FIELDS[text]
        if GUARDIAN_PHONE.fullmatch(text):
            return "guardian_phone", 0
        if GUARDIAN_NAME.fullmatch(text):
            return "guardian_name", 0
    parts = [part for part in re.split(r"[/／|、\n]", label) if part.strip()]
    if len(parts) > 1:
        found = {field_of(part) for part in parts}
        if len({field for field, _ in found}) == 1:
            return min(found, key=lambda pair: pair[1])
    return "", 0


def _texts(row: Row) -> list[str]:
    return ["" if cell is None else str(cell).strip() for cell in row.cells]


def _best(rows: Sequence[Row]) -> tuple[int, list[str]]:
    """The row with most known labels, the upper one of equals; no labels if none."""
    best, index, labels = ENOUGH - 1, -1, []
    for position, row in enumerate(rows[:PEEK]):
        texts = _texts(row)
        score = len({field_of(text)[0] for text in texts} - {""})
        if score > best:
            best, index, labels = score, position, texts
    return index, labels


def _is_lower(labels: list[str], below: Row) -> bool:
    """Is the next row the lower half of the header, as 姓名 | 电话 under 监护人?"""
    texts = _texts(below)
    filled = [i for i, text in enumerate(texts) if text]
    own = [i for i, text in enumerate(labels) if field_of(text)[0] == "name"]
    return (
        bool(filled)
        and not set(own) & set(filled)
        and all(field_of(texts[i])[0] for i in filled)
    )


def _combined(upper: list[str], lower: list[str]) -> list[str]:
    """One label per column; a group above counts where it makes it a guardian's."""
    labels, group = [], ""
    for i in range(max(len(upper), len(lower))):
        above = upper[i] if i < len(upper) else ""
        own = lower[i] if i < len(lower) else ""
        group = above or group
        joined = field_of(group + own)[0].startswith("guardian")
        labels.append(group + own if own and joined else own or above)
    return labels


def _columns(labels: list[str]) -> dict[int, str]:
    best: dict[str, tuple[int, int]] = {}
    phones = []
    for i, text in enumerate(labels):
        field, rank = field_of(text)
        if field == "phone":
            phones.append(i)
        if field and (field not in best or rank < best[field][0]):
            best[field] = (rank, i)
    if "guardian_name" in best and "guardian_phone" not in best and len(phones) > 1:
        beside = best["guardian_name"][1] + 1  # 家长姓名 | 联系电话: theirs
        if beside in phones:
            best["guardian_phone"] = (0, beside)
            best["phone"] = (0, next(i for i in phones if i != beside))
    return {i: field for field, (_, i) in sorted(best.items(), key=lambda x: x[1][1])}
