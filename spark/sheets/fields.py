"""One cell at a time: form fields that understand what people write into sheets."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from spark.sheets.cells import folded, line, titled
from spark.sheets.words import WORDS
from spark.sheets.workbook import Cell
from spark.text import refuse_unreadable

KEPT = 10**15  # a sheet keeps 15 digits of a number
SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+\d+")
GROUPED = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
THOUSANDS = re.compile(r"-?\d{1,3}(?:,\d{3})+")


class Text(forms.CharField):
    """Words or a number; one that a sheet doesn't keep exactly is refused."""

    def clean(self, value: Cell) -> str:
        check_exact(value)
        refuse_unreadable(str(value))
        return super().clean(titled(value))


class Whole(forms.IntegerField):
    """45, 45.0 or 4,500; 1,5 is none."""

    def clean(self, value: Cell) -> int | None:
        text = line(value)
        return super().clean(
            text.replace(",", "") if THOUSANDS.fullmatch(text) else text
        )


class Yuan(forms.DecimalField):
    """1234.5, 1,234.50, ¥1234.50 or 1234.5元 as fen; 1.2万 is rounded and none."""

    def clean(self, value: Cell) -> int | None:
        text = line(value).strip("¥￥ ").removesuffix("元").strip()
        text = text.replace(",", "") if GROUPED.fullmatch(text) else text
        yuan = super().clean(text)
        return None if yuan is None else int(yuan * 100)


def check_exact(value: Cell) -> None:
    """Raises ValidationError for a number of so many digits that a sheet lost some."""
    is_number = isinstance(value, int | float) and abs(value) >= KEPT
    if is_number or (isinstance(value, str) and SCIENTIFIC.fullmatch(value.strip())):
        raise ValidationError(
            str(WORDS["digits-lost"]), "digits-lost", {"given": line(value)[:20]}
        )


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
