"""Sheets of live rooms: what they are, their programme, blocked times, audience."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spark import clock
from spark.plausible import CROWD
from spark.sheets.checking import Column, Report
from spark.sheets.fields import Among, Text, Whole, one_of
from spark.sheets.kinds import Key, RecordSheet
from spark.sheets.times import Clock, Day, OneWeekday
from training.studio import actions, queries
from training.studio.access import LIVE_ROOMS
from training.studio.models import ENDS_LATER, Audience, Blocking, LiveRoom, Programme
from training.studio.models.rooms import span
from training.studio.rules import backwards
from training.studio.sheets import VERB
from training.studio.sheets.shifts import base_field


def category_field() -> Among:
    by = ("slug", "name_zh", "name_en")
    unknown = gettext_lazy("Write the name of a category.")
    return one_of(queries.categories(), *by, unknown=unknown, required=False)


class Rooms(RecordSheet):
    slug = "rooms"
    title = gettext_lazy("Live rooms")
    verb = VERB
    about = gettext_lazy("Rooms of the bases, known again by base and Chinese name.")
    known_by = ("base_id", "name_zh")
    compared = (
        *("name_en", "team_id", "category_id", "opens_at", "closes_at"),
        *("slot_minutes", "gap_minutes"),
    )

    @cached_property
    def columns(self) -> Sequence[Column]:
        unknown = gettext_lazy("Write the name of a team.")
        teams, names = queries.teams(), ("name_zh", "name_en")
        team = one_of(teams, *names, unknown=unknown, required=False)
        name = Text(max_length=80)
        length = Whole(min_value=15, max_value=240)
        gap = Whole(min_value=0, max_value=240)
        return (
            Column("name_zh", "中文名", "Chinese name", name, "示例 星选一间"),
            Column("name_en", "英文名", "English name", name, "Star one"),
            Column("base", "基地", "Base", base_field(), "HZYT", ("基地代码",)),
            Column("team", "团队", "Team", team, ""),
            Column("category", "垂类", "Category", category_field(), ""),
            Column("seats", "席位数", "Seats", Whole(min_value=1, max_value=2), "2"),
            Column("opens_at", "开播", "On air from", Clock(), "08:00"),
            Column("closes_at", "下播", "On air until", Clock(ends=True), "23:00"),
            Column("slot_minutes", "档期分钟", "Slot minutes", length, "60"),
            Column("gap_minutes", "间隔分钟", "Gap minutes", gap, "15"),
        )

    def record(self, values: Mapping[str, Any]) -> LiveRoom:
        given = dict(values)
        seats = given.pop("seats")
        room = LiveRoom(**given)
        self.seats[self.key(room)] = seats
        return room

    @cached_property
    def seats(self) -> dict[Key, int]:
        """How many each row asks for, by the room's key."""
        return {}

    def existing(self, records: Sequence[LiveRoom]) -> Iterable[LiveRoom]:
        rows = LIVE_ROOMS.visible_to(self.actor).filter(
            base__in={room.base_id for room in records}
        )
        return rows.prefetch_related("seats")

    def fits(self, record: LiveRoom, old: LiveRoom | None) -> None:
        wanted = self.seats[self.key(record)]
        if old is not None and len(old.seats.all()) != wanted:
            said = _("The room has %(n)s seats; change that in the reference data.")
            raise ValidationError({"seats": said % {"n": len(old.seats.all())}})

    def words(self, record: LiveRoom) -> str:
        hours = f"{record.opens_at:%H:%M}–{record.closes_at:%H:%M}"
        grid = f"{record.slot_minutes}+{record.gap_minutes}"
        return f"{record.name_zh} · {record.base.code} · {hours} · {grid}"

    def write(self, report: Report) -> None:
        super().write(report)
        rooms = [row.record for row in report.to_write]
        actions.add_seats([(room, self.seats[self.key(room)]) for room in rooms])


class OfRoom(RecordSheet):
    """A sheet of something that rooms have."""

    model: ClassVar[type[Model]]

    @cached_property
    def rooms(self) -> list[LiveRoom]:
        return list(LIVE_ROOMS.visible_to(self.actor))

    @property
    def room_column(self) -> Column:
        unknown = gettext_lazy("Write the name of a live room.")
        field = one_of(self.rooms, "name_zh", "name_en", unknown=unknown)
        return Column("room", "直播间", "Live room", field, "示例 星选一间")

    def existing(self, records: Sequence[Any]) -> Iterable[Model]:
        return queries.rows_for(
            self.model, "room", (record.room_id for record in records)
        )


class Programmes(OfRoom):
    model = Programme
    slug = "programme"
    title = gettext_lazy("Commercial programme")
    verb = VERB
    about = gettext_lazy("What the rooms broadcast themselves, every week.")
    known_by = ("room_id", "weekday", "starts_at")
    compared = ("ends_at", "title")

    @cached_property
    def columns(self) -> Sequence[Column]:
        title = Text(max_length=60, required=False)
        return (
            self.room_column,
            Column("weekday", "星期", "Weekday", OneWeekday(), "周一"),
            Column("starts_at", "开始", "From", Clock(), "12:00"),
            Column("ends_at", "结束", "Until", Clock(ends=True), "13:30"),
            Column("title", "名称", "Title", title, ""),
        )

    def record(self, values: Mapping[str, Any]) -> Programme:
        if backwards(values["starts_at"], values["ends_at"]):
            raise ValidationError({"ends_at": ENDS_LATER})
        return Programme(**values)

    def words(self, record: Programme) -> str:
        return f"{record.room} · {record} · {record.title}"


class Blockings(OfRoom):
    model = Blocking
    slug = "blocked"
    title = gettext_lazy("Blocked times")
    verb = VERB
    about = gettext_lazy("When rooms can't be used, within one day or over midnight.")
    known_by = ("room_id", "during.lower")
    compared = ("during", "reason")

    @cached_property
    def columns(self) -> Sequence[Column]:
        reason = Text(max_length=120, required=False)
        until = Clock(ends=True, over_midnight=True)
        return (
            self.room_column,
            Column("day", "日期", "Day", Day(), "2026-12-05"),
            Column("starts", "开始", "From", Clock(), "00:00"),
            Column("ends", "结束", "Until", until, "24:00"),
            Column("reason", "原因", "Reason", reason, ""),
        )

    def record(self, values: Mapping[str, Any]) -> Blocking:
        day, starts, ends = values["day"], values["starts"], values["ends"]
        during = DateTimeTZRange(*clock.span(day, starts, ends))
        return Blocking(room=values["room"], during=during, reason=values["reason"])

    def words(self, record: Blocking) -> str:
        return f"{record.room} · {span(record.during)} · {record.reason}"


class Audiences(OfRoom):
    model = Audience
    slug = "audience"
    title = gettext_lazy("Expected audience")
    verb = VERB
    about = gettext_lazy("Viewers an hour of one host alone, by weekday and hour.")
    known_by = ("room_id", "weekday", "hour")
    compared = ("viewers", "is_entered")

    @cached_property
    def columns(self) -> Sequence[Column]:
        hour = Whole(min_value=0, max_value=23)
        return (
            self.room_column,
            Column("weekday", "星期", "Weekday", OneWeekday(), "周一"),
            Column("hour", "小时", "Hour", hour, "19"),
            Column(
                "viewers",
                "每小时观众",
                "Viewers",
                Whole(min_value=0, max_value=CROWD.most),
                "4200",
            ),
        )

    def record(self, values: Mapping[str, Any]) -> Audience:
        return Audience(**values, is_entered=True)

    def words(self, record: Audience) -> str:
        when = f"{record.get_weekday_display()} {record.hour}:00"
        return f"{record.room} · {when} · {record.viewers}"
