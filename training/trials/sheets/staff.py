"""Sheets of mentors' shifts and of the ways to the bases."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spark.sheets.checking import Column
from spark.sheets.fields import Among, Clock, Day, Weekdays, Whole, one_of
from spark.sheets.kinds import RecordSheet
from training.trials import queries
from training.trials.access import SHIFTS, TRAVELS
from training.trials.actions.shifts import during_of
from training.trials.models import Shift, Travel
from training.trials.models.rooms import span
from training.trials.sheets import VERB


def base_field() -> Among:
    unknown = gettext_lazy("Write the code of a base.")
    return one_of(queries.bases(), "code", "name_zh", "name_en", unknown=unknown)


class Shifts(RecordSheet):
    slug = "shifts"
    title = gettext_lazy("Mentors' shifts")
    verb = VERB
    about = gettext_lazy("When which mentor is at a base, a row for each shift.")
    known_by = ("mentor_id", "base_id", "during.lower")
    compared = ("during",)

    @cached_property
    def columns(self) -> Sequence[Column]:
        unknown = gettext_lazy("Write a mentor's e-mail address.")
        field = one_of(queries.mentors(), "email", "name", unknown=unknown)
        also = ("导师", "带教老师")
        return (
            Column("mentor", "带教", "Mentor", field, "示例 a@b.cn", also),
            Column("base", "基地", "Base", base_field(), "HZYT", ("基地代码",)),
            Column("day", "日期", "Day", Day(), "2026-12-01"),
            Column("starts", "开始", "From", Clock(), "09:00"),
            Column("ends", "结束", "Until", Clock(), "17:00"),
        )

    def record(self, values: Mapping[str, Any]) -> Shift:
        mentor, base = values["mentor"], values["base"]
        if base.pk not in {grant.base_id for grant in mentor.role_grants.all()}:
            said = _("%(mentor)s isn't a mentor of %(base)s")
            raise ValidationError({"base": said % {"mentor": mentor, "base": base}})
        during = during_of(values["day"], values["starts"], values["ends"])
        return Shift(mentor=mentor, base=base, during=during)

    def existing(self, records: Sequence[Shift]) -> Iterable[Shift]:
        if not records:
            return []
        first = min(one.during.lower for one in records) - timedelta(days=1)
        last = max(one.during.upper for one in records) + timedelta(days=1)
        own = {one.mentor_id for one in records}
        rows = SHIFTS.visible_to(self.actor).filter(mentor__in=own)
        self.others = list(rows.filter(during__overlap=(first, last)))
        return self.others

    def fits(self, record: Shift, old: Shift | None) -> None:
        for other in self.others:
            apart = other.during.upper <= record.during.lower or (
                record.during.upper <= other.during.lower
            )
            if other is not old and other.mentor_id == record.mentor_id and not apart:
                said = _("The mentor has another shift then: %(other)s")
                raise ValidationError({"starts": said % {"other": self.words(other)}})
        self.others.append(record)

    def words(self, record: Shift) -> str:
        return f"{record.mentor} · {record.base.code} · {span(record.during)}"


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
        own = {one.campus_id for one in records}
        return TRAVELS.visible_to(self.actor).filter(campus__in=own)

    def words(self, record: Travel) -> str:
        days = "".join(str(day + 1) for day in record.weekdays)
        return f"{record.campus} → {record.base} · {record.minutes} min · {days}"
