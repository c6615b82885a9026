"""A roster: every row accepted, rejected with the reasons, or skipped.

A row may have several faults; all are given, the first in `ORDER` is the reason in the
report. Who it is comes first, because without an ID number neither age nor a repeat can
be told; then what no correction of the sheet can change, then what typing can mend.
A row repeats an earlier one when both have the same valid ID number, whatever became
of the earlier one: two rows on one person may contradict, and a person must choose.
"""

import re
from collections.abc import (
    Callable,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from candidates.register import rules
from candidates.register.models import Person
from candidates.register.sheets import cells
from candidates.register.sheets.words import REASONS
from candidates.rosters.queries import agree
from candidates.rosters.sheets.columns import DirectionLike, columns
from candidates.rosters.sheets.headings import RosterHeadings, sensitive, unknown
from spark.crypto import keyed_hash
from spark.sheets import Row, Unreadable
from spark.sheets.checking import Checked, Column, Fault, Line, Outcome, Report
from spark.sheets.header import Header
from spark.sheets.places import Place
from spark.sheets.sheet import Sheet
from spark.sheets.tables import Table
from spark.sheets.unread import Note

ORDER = (
    *("id_number", "duplicate", "age", "guardian", "phone", "name", "direction"),
    "row",
)
REPORT_COLUMNS = ("sheet_row", "outcome", "reason")
NOTE = re.compile(
    r"\(?(?:注|备注|说明|填表|填报|制表|审核|审批|负责人|联系人|经办人|合计|总计|共计|"
    r"小计|以上|以下|共\d+)"
)


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody whose ID number is known: are they in the batch by another campus?"""

    person: Person
    elsewhere: bool


People = Callable[[set[str]], Mapping[str, Known]]


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


@dataclass(frozen=True)
class RosterReport(Report):
    """What a roster comes to.

    Args:
        unclear: whose ID number a row gave under another name, and which.
    """

    unclear: Sequence[tuple[Person, str]] = ()

    @property
    def entries(self) -> list[RosterRow]:
        return [row.record for row in self.of(Outcome.ACCEPTED)]


class Roster(Sheet):
    """The sheet of a batch.

    Args:
        as_of: the batch's closing day; ages are counted on it.
        people: of these ID numbers, whose are known.

    Attributes:
        unclear: whose ID number a row gave under another name, and which.
    """

    header_by = RosterHeadings

    def __init__(
        self,
        directions: Iterable[DirectionLike],
        as_of: date,
        people: People = lambda numbers: {},
    ) -> None:
        self.directions = list(directions)
        self.as_of = as_of
        self.people = people
        self.unclear: list[tuple[Person, str]] = []

    @cached_property
    def columns(self) -> Sequence[Column]:
        return columns(self.directions)

    def unreadable(
        self, header: Header | None, missing: Sequence[Column]
    ) -> Unreadable:
        if header is None:
            return Unreadable("roster-no-header")
        name = missing[0].name.replace("_", "-")
        return Unreadable(f"roster-no-{name}-column", row=header.row)

    def unread_columns(self, table: Table) -> Iterator[Note]:
        if names := sensitive(table.header):
            yield Note("columns-never", {"columns": names}, table.sheets)
        if names := unknown(table.header):
            yield Note("columns-unknown", {"columns": names}, table.sheets)

    def skipped(self, row: Row, header: Header) -> str:
        values = header.values(row)
        filled = {name for name, cell in values.items() if cells.text(cell)}
        if not filled:
            return super().skipped(row, header) or "row-outside"
        first = next(text for cell in row.cells if (text := cells.text(cell)))
        if NOTE.match(first) and not filled & {"id_number", "phone"}:
            return "row-note"
        return super().skipped(row, header)

    def check(self, lines: Iterable[Line]) -> Iterator[Checked]:
        """In order, but a row hidden in the sheet repeats one that is shown."""
        read = list(lines)
        given = (line.values.get("id_number") for line in read)
        known = self.people({number for number in given if number})
        seen: dict[str, Place] = {}
        for line in sorted(read, key=lambda line: line.place.hidden):
            if number := line.values.get("id_number"):
                seen.setdefault(number, line.place)
        return (self._checked(line, seen, known) for line in read)

    def _checked(
        self, line: Line, seen: Mapping[str, Place], known: Mapping[str, Known]
    ) -> Checked:
        if line.skipped:
            fault = _fault("", line.skipped)
            return Checked(line.place, Outcome.SKIPPED, faults=[fault])
        number, given = line.values["id_number"], line.values
        if number:
            line.faults += self._person(line, seen, known)
        name = given["name"] or ""
        if line.faults:
            faults = sorted(line.faults, key=lambda fault: ORDER.index(fault.field))
            return Checked(line.place, Outcome.REJECTED, name, faults=faults)
        gender, born = cells.gender_of(number), cells.born(number)
        if given["gender"] not in {"", gender}:
            line.warnings.append(_fault("gender", "gender-mismatch"))
        if cells.in_letters(name) and not number.startswith("9"):
            line.warnings.append(_fault("name", "name-in-letters"))
        row = RosterRow(**given | {"gender": gender, "birth_date": born})
        return Checked(line.place, Outcome.ACCEPTED, name, row, warnings=line.warnings)

    def _person(
        self, line: Line, seen: Mapping[str, Place], known: Mapping[str, Known]
    ) -> Iterator[Fault]:
        """What is wrong with who it is: repeats, age and guardian."""
        number = line.values["id_number"]
        birth_date = cells.born(number)
        if birth_date is None or birth_date > self.as_of:
            yield _fault("id_number", "id-number-date")
            return
        first = seen[number]
        if first != line.place:
            yield _repeats(first, number)
        elif number in known and line.values["name"]:
            yield from self._known(line.values["name"], known[number])
        findings = rules.entry_findings(
            birth_date=birth_date,
            day=self.as_of,
            guardian_name=line.values["guardian_name"],
            guardian_phone=line.values["guardian_phone"],
        )
        for finding in findings:
            about = "age" if finding.code == "under-16" else "guardian"
            code = finding.code
            given = cells.text(line.cells.get("guardian_phone"))
            if code == "guardian-phone-missing" and given:
                code = "guardian-phone-wrong"
            yield _fault(about, code, **finding.facts)

    def _known(self, name: str, known: Known) -> Iterator[Fault]:
        """Nothing is said of somebody whose name doesn't agree."""
        if not agree(name, known.person.name):
            self.unclear.append((known.person, name))
            yield _fault("duplicate", "person-unclear")
        elif known.elsewhere:
            yield _fault("duplicate", "duplicate-elsewhere")


def _repeats(first: Place, number: str) -> Fault:
    """`who` is known again if the row comes back in a later roster."""
    facts: dict[str, object] = {"row": first.number, "who": keyed_hash(number)}
    if first.sheet:
        facts["sheet"] = first.sheet
        return _fault("duplicate", "duplicate-on-sheet", **facts)
    return _fault("duplicate", "duplicate", **facts)


def _fault(field: str, code: str, **facts: object) -> Fault:
    return Fault(field, code, facts, REASONS[code])


def report_rows(rows: Iterable[Checked]) -> Iterator[tuple[int | str, str, str]]:
    """Rows of a report under `REPORT_COLUMNS`."""
    for row in rows:
        is_rejected = row.outcome is Outcome.REJECTED
        yield _reported(row.place), row.outcome, row.fault.field if is_rejected else ""


def _reported(place: Place) -> int | str:
    return str(place) if place.sheet else place.number
