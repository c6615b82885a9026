"""Moments and lengths of time, as platforms write them into their sheets."""

import re
from datetime import datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from spark import clock
from spark.sheets.cells import line
from spark.sheets.times import Day
from spark.sheets.workbook import Cell

MOMENT = re.compile(r"(.*\S)[\sT]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.0+)?)?")
BY_COLONS = re.compile(r"(?:.*\s)?(\d{1,3}):(\d{2}):(\d{2})")
BY_UNITS = re.compile(
    r"(?:(\d{1,6})\s*(?:小时|时|h))?\s*(?:(\d{1,6})\s*(?:分钟|分|min|m|′|'))?"
    r"\s*(?:(\d{1,6})\s*(?:秒钟|秒|s|″|\"|''))?",
    re.IGNORECASE,
)
PLAIN = re.compile(r"\d{1,6}(?:\.\d+)?")
UNITS = (3600, 60, 1)


class Moment(forms.Field):
    """2026-11-30 19:00, with or without seconds, in China's time."""

    def clean(self, value: Cell) -> datetime | None:
        text = line(value)
        if not text:
            return super().clean(None)
        match = MOMENT.fullmatch(text)
        if match is None:
            raise self._unreadable(text)
        day = Day().clean(match[1])
        hour, minute, second = (int(part or 0) for part in match.groups()[1:])
        try:
            hours = time(hour, minute, second)
        except ValueError:
            raise self._unreadable(text) from None
        return clock.at(day, hours) if day else None

    def _unreadable(self, text: str) -> ValidationError:
        said = _("“%(given)s” is no day with a time: write it like 2026-11-30 19:00")
        return ValidationError(said, params={"given": text[:30]})


class Seconds(forms.Field):
    """95, 95.4, 1分35秒 or 00:01:35 as whole seconds; 1:35 may be two things."""

    def clean(self, value: Cell) -> int | None:
        text = line(value)
        if not text:
            return super().clean(None)
        if plain := PLAIN.fullmatch(text):
            return round(float(plain[0]))
        match = BY_COLONS.fullmatch(text) or BY_UNITS.fullmatch(text)
        if match is None:
            said = _("“%(given)s” is no length: write seconds, 1分35秒 or 00:01:35")
            raise ValidationError(said, params={"given": text[:30]})
        parts = (int(part or 0) for part in match.groups())
        return sum(a * b for a, b in zip(parts, UNITS, strict=True))
