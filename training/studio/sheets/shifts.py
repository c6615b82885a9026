"""Sheets of mentors' shifts."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spark.sheets.checking import Column
from spark.sheets.fields import Among, one_of
from spark.sheets.kinds import RecordSheet
from spark.sheets.times import Clock, Day
from training.studio import queries
from training.studio.access import SHIFTS
from training.studio.actions.shifts import during_of
from training.studio.models import Shift
from training.studio.models.rooms import span
from training.studio.sheets import VERB


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
        until = Clock(ends=True, over_midnight=True)
        return (
            Column("mentor", "带教", "Mentor", field, "示例 a@b.cn", also),
            Column("base", "基地", "Base", base_field(), "HZYT", ("基地代码",)),
            Column("day", "日期", "Day", Day(), "2026-12-01"),
            Column("starts", "开始", "From", Clock(), "09:00"),
            Column("ends", "结束", "Until", until, "17:00"),
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
        first = min(shift.during.lower for shift in records) - timedelta(days=1)
        last = max(shift.during.upper for shift in records) + timedelta(days=1)
        own = {shift.mentor_id for shift in records}
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
