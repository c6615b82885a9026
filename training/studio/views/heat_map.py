"""A room's audience as a table: hours down, weekdays across, darker for more."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from training.studio.forms.rooms import AudienceForm
from training.studio.models import LiveRoom, Weekday
from training.studio.queries.rooms import hours_on_air

LEVELS = 6


@dataclass
class Cell:
    """An hour of the week; `level` is how dark, from 0 to LEVELS."""

    field: Any
    viewers: int | None
    level: int
    is_entered: bool


class HeatMap:
    """Hours on air, and those with an audience though the room isn't on air."""

    def __init__(
        self, room: LiveRoom, form: Any = None, *, editable: bool = False
    ) -> None:
        rows = list(room.audience.all())
        self.editable = editable
        self.entered = {(row.weekday, row.hour) for row in rows if row.is_entered}
        self.viewers = {(row.weekday, row.hour): row.viewers for row in rows}
        self.hours = hours_on_air(room)
        self.most = max(self.viewers.values(), default=0)
        self.form = form or AudienceForm(hours=self.hours, viewers=self.viewers)

    @property
    def weekdays(self) -> list:
        """Each weekday's label and its short form: 一, Mon."""
        return [(day.label, _short(str(day.label))) for day in Weekday]

    @property
    def rows(self) -> Iterator[tuple[str, list[Cell]]]:
        for hour in self.hours:
            yield f"{hour:02}:00", [self._cell(day, hour) for day in Weekday]

    @property
    def bad(self) -> list[str]:
        """Errors of the form's fields, each once."""
        found = (str(error) for errors in self.form.errors.values() for error in errors)
        return list(dict.fromkeys(found))

    @property
    def source(self) -> str:
        """Where the numbers come from, in a word or two."""
        if not self.viewers:
            return _("Nothing known yet")
        if not self.entered:
            return _("Estimated from results")
        if len(self.entered) == len(self.viewers):
            return _("Entered by hand")
        return _("Estimated, some hours entered by hand")

    def _cell(self, day: int, hour: int) -> Cell:
        viewers = self.viewers.get((day, hour))
        level = round(LEVELS * (viewers or 0) / self.most) if self.most else 0
        is_entered = (day, hour) in self.entered
        return Cell(self.form[f"d{day}h{hour}"], viewers, level, is_entered)


def _short(label: str) -> str:
    return label[-1] if label.startswith(("周", "星期")) else label[:3]
