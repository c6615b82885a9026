"""Every row of a roster: accepted, rejected with the reasons, or skipped.

A row may have several faults; all are given, the first in `ORDER` is the reason in the
report. Who it is comes first, because without an ID number neither age nor a repeat can
be judged; then what no correction of the sheet can change, then what typing can mend.
A row repeats an earlier one when both have the same valid ID number, whatever became
of the earlier one: two rows on one person may contradict, and a person must choose.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, Protocol

from candidates.register import rules
from candidates.register.sheets import cells
from candidates.register.sheets.cells import Fault
from candidates.register.sheets.columns import HeaderMap, find_header, is_header
from spark.sheets import Cell, Row

ORDER = ("id_number", "duplicate", "age", "guardian", "phone", "name", "direction")
LABELS = {
    "department": 80,
    "major": 80,
    "class_name": 80,
    "student_number": 40,
    "grade": 20,
}
REPORT_COLUMNS = ("sheet_row", "outcome", "reason")
NOTE = re.compile(
    r"\(?(?:注|备注|说明|填表|填报|制表|审核|审批|负责人|联系人|经办人|合计|总计|共计|"
    r"小计|以上|以下|共\d+)"
)
EXAMPLE = re.compile(r"\s*[\[(（【]?(?:示例|样例|填写示例|example)", re.IGNORECASE)


class DirectionLike(Protocol):
    slug: str
    name_zh: str
    name_en: str
    aliases: Iterable[str]


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A person as a good row gives them, ready to be written."""

    name: str
    id_number: str = field(repr=False)
    birth_date: date
    gender: str  # "male" or "female", by the ID number
    phone: str  # 11 digits
    guardian_name: str
    guardian_phone: str  # 11 digits or empty
    department: str
    major: str
    class_name: str
    student_number: str
    grade: str
    email: str
    direction: str  # slug
    enrolled_on: date | None
    graduates_on: date | None


@dataclass(frozen=True, slots=True)
class Judged:
    """The outcome of one sheet row; field, code and facts are of the first fault."""

    sheet_row: int
    outcome: Literal["accept", "reject", "skip"]
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()
    data: RosterRow | None = None
    name: str = ""  # as far as it could be read, for lists of rejected rows

    @property
    def field(self) -> str:
        return self.faults[0].field if self.faults else ""

    @property
    def code(self) -> str:
        return self.faults[0].code if self.faults else ""

    @property
    def facts(self) -> dict[str, object]:
        return self.faults[0].facts if self.faults else {}


def accepted_names(directions: Iterable[DirectionLike]) -> dict[str, str]:
    """Every name a batch's directions go by → the slug; the Chinese name first."""
    return {
        cells.direction_name(name): direction.slug
        for direction in directions
        for name in (direction.name_zh, direction.name_en, *direction.aliases)
        if cells.direction_name(name)
    }


def judge(
    rows: Sequence[Row],
    *,
    directions: Mapping[str, str],
    as_of: date,
    known: Callable[[str], bool] = lambda number: False,
    header: HeaderMap | None = None,
) -> Iterator[Judged]:
    """Judge the rows below the header, one after another.

    Args:
        directions: from `accepted_names`.
        as_of: the batch's closing day; ages are counted on it.
        known: is the person with this ID number in the batch by another campus?

    Raises:
        Unreadable: no header, or a column without which no row can be judged.
    """
    header = header or find_header(rows)
    judging = Judging(header, directions, as_of, known)
    return (judging.row(row) for row in rows if row.number >= header.first)


def id_numbers(rows: Sequence[Row], header: HeaderMap) -> Iterator[str]:
    """The valid ID numbers of a roster, to look up who is known in one go."""
    for row in rows:
        number = cells.id_number(header.values(row).get("id_number"))
        if row.number >= header.first and isinstance(number, str):
            yield number


def report_rows(judged: Iterable[Judged]) -> Iterator[tuple[int, str, str]]:
    """Rows of a report under `REPORT_COLUMNS`."""
    for one in judged:
        reason = one.field if one.outcome == "reject" else ""
        yield one.sheet_row, one.outcome, reason


class Judging:
    """One pass over one roster: remembers who has been on it."""

    def __init__(
        self,
        header: HeaderMap,
        directions: Mapping[str, str],
        as_of: date,
        known: Callable[[str], bool],
    ) -> None:
        self.header = header
        self.directions = directions
        self.as_of = as_of
        self.known = known
        self.seen: dict[str, int] = {}
        named: dict[str, str] = {}
        for name, key in directions.items():
            named.setdefault(key, name)
        self.offered = "、".join(named.values())

    def row(self, row: Row) -> Judged:
        skipped = self._skipped(row)
        if skipped:
            return Judged(row.number, "skip", (Fault("", skipped),))
        reading = Reading(self.header.values(row))
        self._person(row.number, reading)
        name = reading.required("name", cells.name)
        reading.values["phone"] = reading.required("phone", cells.phone)
        self._direction(reading)
        if reading.faults:
            faults = sorted(reading.faults, key=lambda fault: ORDER.index(fault.field))
            return Judged(row.number, "reject", tuple(faults), name=name)
        data = RosterRow(name=name, **reading.values, **reading.optional())
        return Judged(row.number, "accept", (), tuple(reading.warnings), data, name)

    def _skipped(self, row: Row) -> str:
        values = self.header.values(row)
        filled = {field for field, cell in values.items() if cells.text(cell)}
        if not filled:
            return "row-blank"
        if is_header(row, self.header):
            return "row-header"
        first = next(text for cell in row.cells if (text := cells.text(cell)))
        if NOTE.match(first) and not filled & {"id_number", "phone"}:
            return "row-note"
        if EXAMPLE.match(str(values.get("name") or "")):
            return "row-example"
        return ""

    def _person(self, number: int, reading: "Reading") -> None:
        """Who it is: ID number, repeats, age and guardian."""
        id_number = reading.required("id_number", cells.id_number)
        guardian_name, guardian_phone = self._guardian(reading)
        birth_date = cells.born(id_number) if id_number else None
        if birth_date is None:
            return
        if birth_date > self.as_of:
            reading.faults.append(Fault("id_number", "id-number-date"))
            return
        first = self.seen.setdefault(id_number, number)
        if first != number:
            reading.faults.append(Fault("duplicate", "duplicate", {"row": first}))
        elif self.known(id_number):
            reading.faults.append(Fault("duplicate", "duplicate-elsewhere"))
        findings = rules.entry_findings(
            birth_date=birth_date,
            day=self.as_of,
            guardian_name=guardian_name,
            guardian_phone=guardian_phone,
        )
        for finding in findings:
            field = "age" if finding.code == "under-16" else "guardian"
            code = finding.code
            if code == "guardian-phone-missing" and reading.given("guardian_phone"):
                code = "guardian-phone-wrong"
            reading.faults.append(Fault(field, code, finding.facts))
        gender = cells.gender_of(id_number)
        if cells.gender(reading.cells.get("gender")) not in {"", gender}:
            reading.warnings.append(Fault("gender", "gender-mismatch"))
        reading.values |= {
            "id_number": id_number,
            "birth_date": birth_date,
            "gender": gender,
            "guardian_name": guardian_name,
            "guardian_phone": guardian_phone,
        }

    def _guardian(self, reading: "Reading") -> tuple[str, str]:
        """Name and phone, empty where missing or of no use; that is warned about."""
        name = cells.name(reading.cells.get("guardian_name"))
        phone = cells.phone(reading.cells.get("guardian_phone"))
        for value, missing in ((name, "name-missing"), (phone, "phone-missing")):
            if isinstance(value, Fault) and value.code != missing:
                code = f"guardian-{value.field}-ignored"
                reading.warnings.append(Fault("guardian", code))
        return (
            name if isinstance(name, str) else "",
            phone if isinstance(phone, str) else "",
        )

    def _direction(self, reading: "Reading") -> None:
        cell = reading.cells.get("direction")
        for name in cells.direction_names(cell):
            if name in self.directions:
                reading.values["direction"] = self.directions[name]
                return
        given = cells.text(cell)[:30]
        code = "direction-unknown" if given else "direction-missing"
        facts: dict[str, object] = {"given": given, "offered": self.offered}
        reading.faults.append(Fault("direction", code, facts))


class Reading:
    """A row on its way: its cells, and what has been made of them."""

    def __init__(self, given: dict[str, Cell]) -> None:
        self.cells = given
        self.values: dict[str, Any] = {}
        self.faults: list[Fault] = []
        self.warnings: list[Fault] = []

    def given(self, field: str) -> bool:
        return bool(cells.text(self.cells.get(field)))

    def required(self, field: str, read: Callable[[Cell], str | Fault]) -> str:
        value = read(self.cells.get(field))
        if isinstance(value, Fault):
            self.faults.append(value)
            return ""
        return value

    def optional(self) -> dict[str, Any]:
        """The rest: never a reason to reject, worth a warning when unreadable."""
        found: dict[str, Any] = {
            name: cells.label(self.cells.get(name))[:length]
            for name, length in LABELS.items()
        }
        found["email"] = cells.email(self.cells.get("email"))
        found["enrolled_on"] = cells.month(self.cells.get("enrolled_on"))
        found["graduates_on"] = cells.month(self.cells.get("graduates_on"), end=True)
        for name, value in found.items():
            if isinstance(value, Fault):
                self.warnings.append(Fault(name, value.code, value.facts))
                found[name] = "" if name == "email" else None
        return found
