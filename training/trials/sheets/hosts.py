"""Sheets of candidates' weeks and of what is on file about them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from candidates.register.models import Candidate
from spark.accounts.models import Role
from spark.sheets.checking import Checked, Column, Line, Outcome, Report
from spark.sheets.fields import (
    Clock,
    Day,
    OneWeekday,
    Text,
    Whole,
    choice,
    one_of,
)
from spark.sheets.kinds import RecordSheet, SheetKind
from training.trials import actions, queries
from training.trials.access import HOSTS
from training.trials.forms.hosts import overlaps
from training.trials.models import (
    ENDS_LATER,
    Permit,
    PermitKind,
    WeeklyKind,
    WeeklyTime,
)
from training.trials.rules import Time, backwards
from training.trials.sheets import VERB
from training.trials.sheets.rooms import category_field


def number_column(kind: SheetKind) -> Column:
    """A candidate by student number, among those whom the actor sees."""
    rows = HOSTS.visible_to(kind.actor).filter(queries.MAY_HOST)
    numbers = rows.exclude(student_number="")
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
            Column("ends_at", "结束", "Until", Clock(), "18:00"),
        )

    def check(self, lines: Iterable[Line]) -> list[Checked]:
        """A row adds its time unless the candidate has just that already."""
        read = list(lines)
        named = {line.values["candidate"] for line in read if not line.faults}
        before: dict[int, set[Time]] = defaultdict(set)
        rows = queries.rows_for(WeeklyTime, "candidate", (one.pk for one in named))
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
        one: Candidate = given["candidate"]
        time = (given["kind"], given["weekday"], starts, ends)
        known = time in before[one.pk]
        outcome = Outcome.SAME if known else Outcome.ADDED
        return Checked(line.number, outcome, _week_words(one, time), (one, time))

    def _apart(self, read: Sequence[Line], rows: list[Checked]) -> list[Checked]:
        """With those wrong that overlap another time of the same candidate's."""
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
        last = max((line.number for line in read), default=0)
        for one in sorted(named, key=lambda one: one.pk):
            for time in sorted(before[one.pk] - wanted[one.pk], key=str):
                yield Checked(last, Outcome.REMOVED, _week_words(one, time))

    def write(self, report: Report) -> None:
        """All times of everybody named, those they had already among them."""
        weeks: dict[int, list[Time]] = defaultdict(list)
        for row in report.rows:
            if row.record is not None:
                weeks[row.record[0].pk].append(row.record[1])
        actions.set_weeks(actor=self.actor, weeks=weeks)


def _week_words(one: Candidate, time: Time) -> str:
    kind, weekday, starts, ends = time
    row = WeeklyTime(kind=kind, weekday=weekday)
    what = f"{row.get_kind_display()} · {row.get_weekday_display()}"
    return f"{one.person.name} · {what} {starts:%H:%M}–{ends:%H:%M}"


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
        keys = (one.candidate_id for one in records)
        return queries.rows_for(Permit, "candidate", keys)

    def words(self, record: Permit) -> str:
        what = record.score if record.score is not None else record.reference
        name = record.candidate.person.name
        return f"{name} · {record.get_kind_display()} · {what} · {record.valid_from}"
