"""One cell at a time: form fields that understand what people write into sheets."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from spark.sheets.cells import folded, line
from spark.sheets.workbook import Cell

CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?")
DAY = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})\D?|(\d{4})(\d{2})(\d{2})")
BETWEEN = re.compile(r"[,;/、\s]+")
UPTO = re.compile(r"\s*(?:-|~|至|到|–|—)\s*")
DAYS = "一二三四五六日"
SHORT = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
EVERY_DAY = {"每天", "每日", "全周", "everyday", "daily"}


class Text(forms.CharField):
    def clean(self, value: Cell) -> str:
        return super().clean(line(value))


class Whole(forms.IntegerField):
    def clean(self, value: Cell) -> int | None:
        return super().clean(line(value).replace(",", ""))


class Day(forms.Field):
    """2026-11-30, 2026/11/30, 2026年11月30日, or a date of the sheet's own."""

    def clean(self, value: Cell) -> date | None:
        if isinstance(value, date):
            return date(value.year, value.month, value.day)
        text = line(value)
        if not text:
            return super().clean(None)
        if match := DAY.fullmatch(text.partition(" ")[0]):
            try:
                return date(*(int(part) for part in match.groups() if part))
            except ValueError:
                pass
        raise ValidationError(
            _("“%(given)s” is no date: write it like 2026-11-30"),
            params={"given": text[:20]},
        )


class Clock(forms.Field):
    """9:30, 09:30, 24:00, or a time of the sheet's own."""

    def clean(self, value: Cell) -> time | None:
        if isinstance(value, float) and 0 <= value < 1:
            hour, minute = divmod(round(value * 1440) % 1440, 60)
            return time(hour, minute)
        text = line(value)
        if not text:
            return super().clean(None)
        match = CLOCK.fullmatch(text)
        hour, minute = (int(match[1]), int(match[2])) if match else (25, 0)
        if (hour, minute) == (24, 0):
            return time()
        if hour > 23 or minute > 59:
            raise ValidationError(
                _("“%(given)s” is no time of day: write it like 09:30"),
                params={"given": text[:20]},
            )
        return time(hour, minute)


def weekday_of(text: str) -> int | None:
    """1 to 7 from Monday, 周一, 星期天, Mon, Monday."""
    bare = folded(text)
    for prefix in ("星期", "礼拜", "周"):
        bare = bare.removeprefix(prefix)
    bare = "日" if bare == "天" else bare
    if len(bare) == 1 and bare in DAYS:
        return DAYS.index(bare)
    if bare.isascii() and bare.isdecimal():
        return int(bare) - 1 if 1 <= int(bare) <= 7 else None
    return SHORT.index(bare[:3]) if bare[:3] in SHORT else None


class OneWeekday(forms.Field):
    options = tuple(f"周{day}" for day in DAYS)

    def clean(self, value: Cell) -> int | None:
        text = line(value)
        if not text:
            return super().clean(None)
        return _weekday(text)


def _weekday(text: str) -> int:
    found = weekday_of(text)
    if found is None:
        raise ValidationError(
            _("“%(given)s” is no weekday: write 周一 or Mon, or 1 for Monday"),
            params={"given": text[:20]},
        )
    return found


class Weekdays(forms.Field):
    """Several: 1,3,5 or 周一、周三 or 周一至周五 or 每天."""

    def clean(self, value: Cell) -> list[int]:
        text = line(value)
        if not text:
            super().clean(None)
            return []
        if folded(text) in EVERY_DAY:
            return list(range(len(DAYS)))
        if text.isdecimal():  # 135, as a sheet makes of 1,3,5 in some languages
            return sorted({_weekday(digit) for digit in text})
        days: set[int] = set()
        for part in BETWEEN.split(UPTO.sub("-", text)):
            first, sep, last = part.partition("-")
            days |= {_weekday(first)}
            if sep:
                days |= set(range(_weekday(first), _weekday(last) + 1))
        return sorted(days)


class Among(forms.Field):
    """One of some things, by any of its names.

    Args:
        named: for each thing its names, the one offered in the template first.
        unknown: what to do about a name that isn't among them.
    """

    def __init__(
        self,
        named: Iterable[tuple[Any, Iterable[object]]],
        *,
        unknown: str | Promise,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.unknown = unknown
        self.options: tuple[str, ...] = ()
        self.things: dict[str, list] = {}
        for thing, names in named:
            texts = list(dict.fromkeys(str(name) for name in names if name))
            self.options += tuple(texts[:1])
            for name in {folded(text) for text in texts}:
                self.things.setdefault(name, []).append(thing)

    def clean(self, value: Cell) -> Any:
        text = line(value)
        if not text:
            return super().clean(None)
        found = self.things.get(folded(text), [])
        if len(found) > 1:
            raise ValidationError(
                _("Several are called “%(given)s”: write “%(like)s” or the like"),
                params={"given": text[:40], "like": self.options[0]},
            )
        if not found:
            said = _("“%(given)s” isn't known. %(unknown)s")
            raise ValidationError(
                said, params={"given": text[:40], "unknown": self.unknown}
            )
        return found[0]


def one_of(
    rows: Iterable[Any], *by: str, unknown: str | Promise, **options: Any
) -> Among:
    """One of some records, named by these of their attributes."""
    named = ((row, [getattr(row, name) for name in by]) for row in rows)
    return Among(named, unknown=unknown, **options)


def choice(choices: Mapping[str, Iterable[str]], **options: Any) -> Among:
    """One of a few fixed values, each with its names."""
    words = "、".join(next(iter(names)) for names in choices.values())
    said = _("Write one of: %(words)s.") % {"words": words}
    return Among(choices.items(), unknown=said, **options)
