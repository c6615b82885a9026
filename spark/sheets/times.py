"""Days, clocks and weekdays as people write them: understood whole, or refused.

What stands behind a day or a clock may change what it means, so nothing of a cell is
passed over: 2026-12-05 下午 is no day, and 5日（周六） no date.
"""

import re
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from spark.plausible import LONG_AGO
from spark.sheets.cells import folded, line
from spark.sheets.workbook import Cell

CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII)
NEXT_DAY = re.compile(r"(?:次日|翌日|隔天|隔日|第二天|明天)(?:凌晨)?\s*")
OF_EPOCH = re.compile(r"(?:1899-12-3[01]|1900-01-0[12]|1904-01-0[123])(?: (.+))?")
DAY = re.compile(
    r"(?:(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?|(\d{4})(\d{2})(\d{2}))"
    r"(?:[\sT]+0{1,2}:00(?::00)?)?[\s,]*(?:\(?\s*([^\d\s()]+?)\s*\)?)?",
    re.ASCII,
)
YEARS = range(LONG_AGO.least.year, LONG_AGO.most.year + 1)
HOURS = 24
MINUTE = 1 / 1440
NEARLY = 1 / 86_400  # a second
BETWEEN = re.compile(r"[,;/、\s&+]+|和|及|与|以及|and", re.IGNORECASE)
UPTO = re.compile(r"\s*(?:-|~|至|到|–|—|to)+\s*", re.IGNORECASE)
EXCEL = re.compile(r"\d{1,2}月\d{1,2}日?|\d{1,2}-[A-Za-z]{3}|[A-Za-z]{3}-\d{1,2}")
DAYS = "一二三四五六日"
SEVERAL = re.compile(rf"(?:星期|礼拜|周)?([{DAYS}天]{{2,7}})")
NAMES = {
    name: number
    for number, names in enumerate(
        (
            "mon monday",
            "tue tues tuesday",
            "wed weds wednesday",
            "thu thur thurs thursday",
            "fri friday",
            "sat saturday",
            "sun sunday",
        )
    )
    for name in names.split()
}
GROUPS = {
    **dict.fromkeys(("每天", "每日", "全周", "everyday", "daily"), range(7)),
    **dict.fromkeys(("工作日", "平日", "weekdays", "weekday"), range(5)),
    **dict.fromkeys(("周末", "双休日", "weekend", "weekends"), range(5, 7)),
}


class Day(forms.Field):
    """2026-11-30, 2026/11/30, 2026年11月30日（周一）, or a date of the sheet's own."""

    def clean(self, value: Cell) -> date | None:
        text = line(value)
        if not text:
            return super().clean(None)
        match = DAY.fullmatch(text)
        found = _date(match) if match else None
        if match is None or found is None:
            raise ValidationError(
                _("“%(given)s” is no date: write it like 2026-11-30"),
                params={"given": text[:20]},
            )
        named = weekday_of(match[7]) if match[7] else found.weekday()
        if named is None:
            raise ValidationError(
                _("“%(given)s” says more than a day: write only %(day)s"),
                params={"given": text[:20], "day": found},
            )
        if named != found.weekday():
            raise ValidationError(
                _("%(day)s is a %(is)s, not what “%(given)s” says: which is meant?"),
                params={
                    "given": text[:20],
                    "day": found,
                    "is": f"周{DAYS[found.weekday()]}",
                },
            )
        return found


def _date(match: re.Match[str]) -> date | None:
    try:
        found = date(*(int(part) for part in match.groups()[:6] if part))
    except ValueError:
        return None
    return found if found.year in YEARS else None


class Clock(forms.Field):
    """9:30, 09:30, or a time of the sheet's own.

    Args:
        ends: an end may be 24:00, which is read as 00:00.
        over_midnight: an end no later than its beginning is the next day's.
    """

    def __init__(
        self, *, ends: bool = False, over_midnight: bool = False, **options: Any
    ) -> None:
        super().__init__(**options)
        self.ends = ends
        self.over_midnight = over_midnight

    def clean(self, value: Cell) -> time | None:
        text = _shown(value)
        if not text:
            return super().clean(None)
        said_so = NEXT_DAY.match(text)
        match = CLOCK.fullmatch(text[said_so.end() :] if said_so else text)
        hour, minute = (int(match[1]), int(match[2])) if match else (-1, 0)
        late = hour * 60 + minute - (0 if said_so else HOURS * 60)
        if match is None or minute > 59 or int(match[3] or 0) or late >= HOURS * 60:
            said = _("“%(given)s” is no time of day: write it like 09:30")
            raise ValidationError(said, params={"given": text[:20]})
        if late > 0 or (late == 0 and not self.ends):
            self._refuse_late(text, time(*divmod(late, 60)))
        return time(hour % HOURS, minute)

    def _refuse_late(self, text: str, meant: time) -> None:
        if not self.ends:
            said = _("“%(given)s” lies in the next day: write %(like)s under that day")
        elif self.over_midnight:
            said = _(
                "“%(given)s” lies in the next day: write %(like)s, which counts as the "
                "next day's when it isn't later than the beginning"
            )
        else:
            said = _(
                "“%(given)s” lies in the next day: write a row up to 24:00 and one for "
                "the next day until %(like)s"
            )
        raise ValidationError(
            said, params={"given": text[:20], "like": f"{meant:%H:%M}"}
        )


def _shown(value: Cell) -> str:
    """What a person sees of a time: a sheet keeps a part of a day, from 1900 on."""
    if isinstance(value, float) and 0 <= value < 2:
        minutes = round(value / MINUTE)
        if abs(minutes * MINUTE - value) < NEARLY:
            return f"{minutes // 60:02}:{minutes % 60:02}"
    text = line(value)
    kept = OF_EPOCH.fullmatch(text)
    clock = CLOCK.fullmatch(kept[1] or "00:00") if kept else None
    if clock and (days := _days(text[:10])) is not None:
        return f"{days * HOURS + int(clock[1]):02}:{clock[2]}:{clock[3] or '00'}"
    return text


def _days(text: str) -> int | None:
    """Days since the one from which a workbook counts, 1900 or 1904."""
    since = date.fromisoformat(text)
    zero = date(1904, 1, 1) if since.year == 1904 else date(1899, 12, 31)
    days = (since - zero).days
    return days if days >= 0 else None


def weekday_of(text: str) -> int | None:
    """1 to 7 from Monday, 周一, 星期天, Mon, Monday."""
    bare = folded(text)
    for prefix in ("星期", "礼拜", "周"):
        bare = bare.removeprefix(prefix)
    bare = "日" if bare == "天" else bare
    if len(bare) == 1 and bare in DAYS:
        return DAYS.index(bare)
    if bare.isascii() and bare.isdecimal() and len(bare) < 4:
        return int(bare) - 1 if 1 <= int(bare) <= 7 else None
    return NAMES.get(bare)


class OneWeekday(forms.Field):
    options = tuple(f"周{day}" for day in DAYS)

    def clean(self, value: Cell) -> int | None:
        text = line(value)
        if not text:
            return super().clean(None)
        found = weekday_of(text)
        if found is None:
            raise ValidationError(
                _("“%(given)s” is no weekday: write 周一 or Mon, or 1 for Monday"),
                params={"given": text[:20]},
            )
        return found


class Weekdays(forms.Field):
    """Several: 1,3,5 or 周一、周三 or 周六至周一 or 一三五 or 工作日 or 每天."""

    def clean(self, value: Cell) -> list[int]:
        text = line(value)
        if not text:
            super().clean(None)
            return []
        if isinstance(value, date) or EXCEL.fullmatch(text):
            raise ValidationError(
                _(
                    "“%(given)s” is a date, as Excel makes of 1-5: write 周一至周五, "
                    "or format the column as text"
                ),
                params={"given": text[:20]},
            )
        days = self._days(text)
        if not days or None in days:
            raise ValidationError(
                _(
                    "“%(given)s” isn't understood as weekdays: write 周一至周五, or "
                    "周一、周三、周五"
                ),
                params={"given": text[:20]},
            )
        return sorted({day for day in days if day is not None})

    def _days(self, text: str) -> list[int | None]:
        """Each day that is said, None for what is none."""
        if text.isdecimal():  # 135, as a sheet makes of 1,3,5 in some languages
            return [weekday_of(digit) for digit in text]
        found: list[int | None] = []
        for part in BETWEEN.split(UPTO.sub("-", text.strip(",;/、 "))):
            first, is_span, last = part.partition("-")
            if is_span:
                found += _span(weekday_of(first), weekday_of(last))
            elif several := SEVERAL.fullmatch(part):
                found += [weekday_of(day) for day in several[1]]
            else:
                found += GROUPS.get(folded(part), [weekday_of(part)])
        return found


def _span(first: int | None, last: int | None) -> list[int | None]:
    """From one weekday to another, over the week's end if the other comes first."""
    if first is None or last is None:
        return [None]
    return [(first + step) % 7 for step in range((last - first) % 7 + 1)]
