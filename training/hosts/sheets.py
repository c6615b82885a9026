"""Sheets of candidates' weeks, of what is on file about them, and of their travel."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from candidates.register.models import Candidate
from spark.accounts.models import Role
from spark.sheets.checking import Checked, Column, Line, Outcome, Report
from spark.sheets.fields import Text, Whole, choice, one_of
from spark.sheets.kinds import RecordSheet, SheetKind
from spark.sheets.places import Place
from spark.sheets.times import Clock, Day, OneWeekday, Weekdays
from training.hosts import actions, queries
from training.hosts.access import FILES, TRAVELS
from training.hosts.forms import overlaps
from training.hosts.models import Permit, PermitKind, Travel, WeeklyKind, WeeklyTime
from training.hosts.rules import Time
from training.studio.models import ENDS_LATER
from training.studio.queries import rows_for
from training.studio.rules import backwards
from training.studio.sheets import VERB
from training.studio.sheets.rooms import category_field
from training.studio.sheets.shifts import base_field


def number_column(kind: SheetKind) -> Column:
    """A candidate by student number, among those whom the actor sees."""
    numbers = FILES.visible_to(kind.actor).exclude(student_number="")
    unknown = gettext_lazy("Write the student number of somebody in training.")
    field = one_of(numbers, "student_number", unknown=unknown)
    return Column("candidate", "学号", "Student number", field, "示例 20260001")


class Weeks(SheetKind):
    """The week of each candidate named in it is replaced as a whole."""

    slug = "weeks"
    title = gettext_lazy("Candidates' weeks")
    verb = VERB
    about = gettext_lazy(
        "Free times and lessons. The week of everybody named is replaced as a whole."
    )
    roles = (Role.OFFICE, Role.COORDINATOR)

    @cached_property
    def columns(self) -> Sequence[Column]:
        kinds = choice(
            {
                WeeklyKind.FREE: ("可试播", "free", "空闲"),
                WeeklyKind.LESSON: ("星火课程", "lesson", "上课"),
            }
        )
        return (
            number_column(self),
            Column("kind", "类型", "Kind", kinds, "可试播"),
            Column("weekday", "星期", "Weekday", OneWeekday(), "周一"),
            Column("starts_at", "开始", "From", Clock(), "14:00"),
            Column("ends_at", "结束", "Until", Clock(ends=True), "18:00"),
        )

    def check(self, lines: Iterable[Line]) -> list[Checked]:
        """A row adds its time unless the candidate has just that already."""
        read = list(lines)
        named = {line.values["candidate"] for line in read if not line.faults}
        before: dict[int, set[Time]] = defaultdict(set)
        rows = rows_for(WeeklyTime, "candidate", (candidate.pk for candidate in named))
        for had in rows:
            time = (had.kind, had.weekday, had.starts_at, had.ends_at)
            before[had.candidate_id].add(time)
        found = self._apart(read, [self._checked(line, before) for line in read])
        wanted = defaultdict(set)
        for row in found:
            if row.record is not None:
                wanted[row.record[0].pk].add(row.record[1])
        return [*found, *self._gone(named, before, wanted, read)]

    def _checked(self, line: Line, before: Mapping[int, set[Time]]) -> Checked:
        if line.faults:
            return self.rejected(line)
        given = line.values
        starts, ends = given["starts_at"], given["ends_at"]
        if backwards(starts, ends):
            return self.rejected(line, ValidationError({"ends_at": ENDS_LATER}))
        candidate: Candidate = given["candidate"]
        time = (given["kind"], given["weekday"], starts, ends)
        known = time in before[candidate.pk]
        outcome = Outcome.SAME if known else Outcome.ADDED
        return Checked(
            line.place, outcome, _week_words(candidate, time), (candidate, time)
        )

    def _apart(self, read: Sequence[Line], rows: list[Checked]) -> list[Checked]:
        """The rows, those rejected that overlap another time of the same candidate."""
        places: dict[int, list[int]] = defaultdict(list)
        for place, row in enumerate(rows):
            if row.record is not None:
                places[row.record[0].pk].append(place)
        found = list(rows)
        for own in places.values():
            times = [rows[place].record[1] for place in own]
            for number, error in overlaps(times).items():
                found[own[number]] = self.rejected(read[own[number]], error)
        return found

    def _gone(
        self,
        named: Iterable[Candidate],
        before: Mapping[int, set[Time]],
        wanted: Mapping[int, set[Time]],
        read: list[Line],
    ) -> Iterable[Checked]:
        last = Place(read[-1].place.number, read[-1].place.sheet) if read else Place(0)
        for candidate in sorted(named, key=lambda candidate: candidate.pk):
            for time in sorted(before[candidate.pk] - wanted[candidate.pk], key=str):
                yield Checked(last, Outcome.REMOVED, _week_words(candidate, time))

    def write(self, report: Report) -> None:
        """Replace the weeks of everybody named, by times new and old."""
        weeks: dict[int, list[Time]] = defaultdict(list)
        for row in report.rows:
            if row.record is not None:
                weeks[row.record[0].pk].append(row.record[1])
        actions.set_weeks(actor=self.actor, weeks=weeks)


def _week_words(candidate: Candidate, time: Time) -> str:
    kind, weekday, starts, ends = time
    row = WeeklyTime(kind=kind, weekday=weekday)
    what = f"{row.get_kind_display()} · {row.get_weekday_display()}"
    return f"{candidate.person.name} · {what} {starts:%H:%M}–{ends:%H:%M}"


class Permits(RecordSheet):
    slug = "permits"
    title = gettext_lazy("Tests, licences and filings")
    verb = VERB
    about = gettext_lazy("What lets candidates on air, a row for each.")
    known_by = ("candidate_id", "kind", "category_id", "valid_from")
    compared = ("score", "reference", "valid_until")

    @cached_property
    def columns(self) -> Sequence[Column]:
        kinds = choice(
            {
                PermitKind.COMPLIANCE: ("合规测试", "test"),
                PermitKind.LICENCE: ("执业资质", "licence"),
                PermitKind.FILING: ("备案", "filing"),
            }
        )
        score = Whole(min_value=0, max_value=100, required=False)
        reference = Text(max_length=60, required=False)
        return (
            number_column(self),
            Column("kind", "类型", "Kind", kinds, "合规测试"),
            Column("score", "分数", "Score", score, "86"),
            Column("category", "垂类", "Category", category_field(), ""),
            Column("reference", "编号", "Number", reference, ""),
            Column("valid_from", "生效日期", "Valid from", Day(), "2026-11-20"),
            Column("valid_until", "失效日期", "Valid until", Day(required=False), ""),
        )

    def record(self, values: Mapping[str, Any]) -> Permit:
        permit = Permit(**values)
        permit.full_clean(validate_unique=False)
        return permit

    def existing(self, records: Sequence[Permit]) -> Iterable[Permit]:
        keys = (permit.candidate_id for permit in records)
        return rows_for(Permit, "candidate", keys)

    def write(self, report: Report) -> None:
        super().write(report)
        actions.judge_trials_again(row.record.candidate_id for row in report.to_write)

    def words(self, record: Permit) -> str:
        what = record.score if record.score is not None else record.reference
        name = record.candidate.person.name
        return f"{name} · {record.get_kind_display()} · {what} · {record.valid_from}"


class Travels(RecordSheet):
    slug = "ways"
    title = gettext_lazy("Ways to the bases")
    verb = VERB
    about = gettext_lazy("How long each campus takes to a base, and on which weekdays.")
    known_by = ("campus_id", "base_id")
    compared = ("minutes", "weekdays")

    @cached_property
    def columns(self) -> Sequence[Column]:
        unknown = gettext_lazy("Write the code of a campus.")
        by = ("code", "name_zh", "name_en")
        field = one_of(queries.campuses(), *by, unknown=unknown)
        minutes = Whole(min_value=0, max_value=600)
        return (
            Column("campus", "院校", "Campus", field, "示例 ZJYY", ("院校代码",)),
            Column("base", "基地", "Base", base_field(), "HZYT", ("基地代码",)),
            Column("minutes", "单程分钟", "Minutes", minutes, "45"),
            Column("weekdays", "可去星期", "Weekdays", Weekdays(), "周一至周五"),
        )

    def record(self, values: Mapping[str, Any]) -> Travel:
        return Travel(**values)

    def existing(self, records: Sequence[Travel]) -> Iterable[Travel]:
        own = {travel.campus_id for travel in records}
        return TRAVELS.visible_to(self.actor).filter(campus__in=own)

    def write(self, report: Report) -> None:
        super().write(report)
        actions.judge_trials_again()

    def words(self, record: Travel) -> str:
        days = "".join(str(day + 1) for day in record.weekdays)
        return f"{record.campus} → {record.base} · {record.minutes} min · {days}"
