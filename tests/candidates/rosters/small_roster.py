"""A small roster by hand: one header, one good row to vary, three directions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from candidates.register.models import Person
from candidates.rosters.sheets.roster import Known, Roster
from spark.sheets import Page, Row
from spark.sheets.checking import Checked
from spark.sheets.tables import Table
from tests.candidates.rosters.roster_maker import DAY, id_number

HEADER = ["姓名", "性别", "身份证号", "手机号", "监护人姓名", "监护人电话", "意向方向"]
ADULT = id_number(date(2005, 3, 1), 123)
MINOR = id_number(date(2009, 3, 1), 124)
GOOD = ["林小雨", "男", ADULT, "13800000001", "", "", "综合主播"]
FIELDS = ["name", "gender", "id", "phone", "guardian", "guardian_phone", "direction"]


@dataclass
class Direction:
    slug: str
    name_zh: str
    name_en: str
    aliases: list[str] = field(default_factory=list)


DIRECTIONS = [
    Direction("comprehensive", "综合主播", "Comprehensive anchor"),
    Direction("vertical", "垂类主播", "Vertical anchor", ["垂直类主播"]),
    Direction("short-video", "短视频营销", "Short video", ["短视频营销人才"]),
]


def sheet(*lines: list) -> list[Row]:
    return [Row(number, list(line)) for number, line in enumerate(lines, start=1)]


def checked(rows: list[Row], elsewhere: Iterable[str] = ()) -> Iterator[Checked]:
    """What becomes of a whole sheet's rows."""
    theirs = Known(Person(name=GOOD[0]), elsewhere=True)
    known = dict.fromkeys(elsewhere, theirs)
    roster = Roster(DIRECTIONS, DAY, lambda numbers: known)
    return iter(roster.check(roster.lines([table(roster, rows)])))


def table(roster: Roster, rows: list[Row]) -> Table:
    return Table(Page(rows), roster.header(rows))


def outcomes(*lines: list, header: list = HEADER, **options) -> list[Checked]:
    return list(checked(sheet(header, *lines), **options))


def row(**changes) -> list:
    return [changes.get(name, cell) for name, cell in zip(FIELDS, GOOD, strict=True)]


def checked_row(**changes) -> Checked:
    return outcomes(row(**changes))[0]
