"""What narrows a list: declared once, read by its page, its files, its verbs, the API.

    class FilterForm(Conditions):
        stage = AnyOf(label=_("Stage"), choices=Stage.choices)

        def narrow(self, rows):
            return queries.narrowed(rows, self.chosen)

A condition that isn't valid matches nobody and says so: `found` has no rows then, and
`check` refuses to act on them.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.utils import flatatt
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spark import clock
from spark.errors import Refused
from spark.paging import CHANGED, NEWEST, PLACES, YEARS, Order, without

UNKNOWN = gettext_lazy("There is no such choice here.")
GONE = gettext_lazy("This isn't there any more, or isn't yours.")
SHOWN = 60  # letters of what somebody else's address holds


class _Offered(forms.Select):
    """Draws its options at once: a list's bar has dozens, each else a template."""

    def render(
        self, name: str, value: Any, attrs: Any = None, renderer: Any = None
    ) -> SafeString:
        chosen = self.format_value(value)
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((key, _marked(str(key) in chosen), label) for key, label in self.choices),
        )
        given = flatatt({"name": name, **self.build_attrs(self.attrs, attrs)})
        return format_html("<select{}>{}</select>", given, options)


def _marked(chosen: bool) -> str:
    return SafeString(" selected") if chosen else ""


class _OneMore(_Offered):
    """Offers one value; reads as many as the address has."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return [value for value in data.getlist(name) if value]


class AnyOf(forms.MultipleChoiceField):
    """Values of which each matches; repeated in the address."""

    widget = _OneMore

    def __init__(self, *, unknown: Any = UNKNOWN, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.error_messages["invalid_choice"] = unknown


class OneOf(forms.ChoiceField):
    """One value at a time."""

    widget = _Offered

    def __init__(self, *, unknown: Any = UNKNOWN, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.error_messages["invalid_choice"] = unknown


class OneRow(forms.ModelChoiceField):
    """One row at a time, of those that are somebody's to see."""

    widget = _Offered

    def __init__(self, *, queryset: QuerySet | None = None, **kwargs: Any) -> None:
        super().__init__(queryset, required=False, **kwargs)
        self.error_messages["invalid_choice"] = GONE


class Since(forms.DateTimeField):
    """From a moment on: China's time, if it names no zone."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def to_python(self, value: Any) -> datetime | None:
        moment = super().to_python(value)
        if moment is None:
            return None
        if moment.year not in YEARS:  # nor is every zone one for the database
            raise ValidationError(self.error_messages["invalid"], "invalid")
        return clock.local(moment)


class Conditions(forms.Form):
    """The conditions of a list, as an address or a saved view has them.

    A name that is none of its fields isn't valid either: what it was meant to narrow
    would be shown whole. With nothing given it narrows nothing, and needs no user,
    unless it `narrows_always`.

    Args:
        user: who asks; None for the API's description, which is nobody's.
    """

    narrows_always: ClassVar[bool] = False  # with nothing given too
    asked_only: ClassVar[bool] = False  # only what is given: who asks sees no form
    beside: ClassVar[frozenset[str]] = frozenset(PLACES)  # what narrows nothing
    hidden: ClassVar[frozenset[str]] = frozenset({"q"})  # what the bar doesn't offer

    def __init__(self, given: QueryDict, *, user: Any = None) -> None:
        if self.asked_only and user is not None:
            known = self.base_fields.items()
            self.base_fields = {name: one for name, one in known if name in given}  # type: ignore[misc]
        super().__init__(given)
        self.given, self.user = given, user

    @property
    def order(self) -> tuple[Order, str]:
        """The order asked for, and its name."""
        return NEWEST, ""

    @property
    def sorted_by(self) -> str:
        """The name of the order asked for by `sort`; empty for none and a wrong one."""
        return "" if "sort" in self.wrong else self.cleaned_data.get("sort", "")

    def narrow(self, rows: QuerySet) -> QuerySet:
        """Those of `rows` that match what is `chosen`."""
        return rows

    def found(self, rows: QuerySet) -> QuerySet:
        """Those that match; none of them if a condition isn't valid."""
        return self.narrow(rows) if self.is_valid() else rows.none()

    def check(self) -> None:
        """Before something is done to all that match.

        Raises:
            Refused: conditions-wrong.
        """
        if not self.is_valid():
            said = " ".join(str(chip["said"]) for chip in self.strays)
            raise Refused("conditions-wrong", status=422, conditions=said)

    def is_valid(self) -> bool:
        return not self.wrong

    @property
    def chosen(self) -> dict[str, Any]:
        """What is set and valid, but not the order."""
        self.errors  # noqa: B018 -- cleans, once
        given = self.cleaned_data.items()
        return {name: value for name, value in given if value and name != "sort"}

    @cached_property
    def wrong(self) -> dict[str, list[str]]:
        """What is wrong, by name."""
        found = {name: [str(e) for e in said] for name, said in self.errors.items()}
        for name in self.given:
            if name in self.fields:
                values = {value for value in self.given.getlist(name) if value}
                if len(values) > 1 and not isinstance(self.fields[name], AnyOf):
                    found.setdefault(name, []).append(_("Only one value at a time."))
            elif name not in self.beside and not name.startswith("utm_"):
                found[name] = [_("There is no such condition.")]
        return found

    @property
    def chips(self) -> list[dict]:
        """The conditions that are set, in words, and what is wrong with them, if so."""
        names = [
            *self.fields,
            *(name for name in self.wrong if name not in self.fields),
        ]
        beside = {"q", "sort"} - set(self.wrong)
        return [c for name in names if name not in beside for c in self._chips(name)]

    @property
    def unset(self) -> list[forms.BoundField]:
        """What the bar offers to set: the conditions that aren't, and the order."""
        hidden = {*self.hidden, *self.chosen, *self.wrong}
        return [field for field in self if field.name not in hidden]

    @property
    def strays(self) -> list[dict]:
        """Those of the chips that aren't valid."""
        return [chip for chip in self.chips if chip["wrong"]]

    def _chips(self, name: str) -> Iterator[dict]:
        field: Any = self.fields.get(name)
        values = [v for v in self.given.getlist(name) if v or field is None]
        known = getattr(field, "choices", ()) if values else ()
        words = {str(key): label for key, label in known}
        for value in dict.fromkeys(values):
            fine = isinstance(field, AnyOf) and value in words
            chip = {
                "name": name,
                "label": (field.label if field else "") or self._named(name),
                "value": value,
                "words": words.get(value) or Truncator(value).chars(SHOWN),
                "wrong": "" if fine else " ".join(self.wrong.get(name, [])),
                "url": self.without(name, value),
            }
            yield chip | {"said": _("%(label)s “%(words)s”: %(wrong)s") % chip}

    def _named(self, name: str) -> str:
        return _("Search") if name == "q" else Truncator(name).chars(SHOWN)

    def without(self, name: str, value: str) -> str:
        """The address without one condition, at the first page."""
        query = self.given.copy()
        query.setlist(name, [one for one in query.getlist(name) if one != value])
        return "?" + without(query, *PLACES)


class Followed(Conditions):
    """Of rows that say when they changed last: those that changed since.

    The oldest change comes first: what changes while the pages are turned comes on a
    later one.
    """

    changed: ClassVar[Order] = CHANGED
    updated_since = Since(label=gettext_lazy("Changed since"))

    @property
    def order(self) -> tuple[Order, str]:
        is_followed = "updated_since" in self.chosen
        return (self.changed, "changed") if is_followed else super().order

    def narrow(self, rows: QuerySet) -> QuerySet:
        rows, since = super().narrow(rows), self.chosen.get("updated_since")
        return rows.filter(**{f"{self.changed.column}__gte": since}) if since else rows


def described(conditions: Conditions) -> Iterator[dict[str, Any]]:
    """The conditions as parameters of an OpenAPI operation."""
    for name, field in conditions.fields.items():
        value: dict[str, Any] = {"type": "string"}
        known = [str(key) for key, _label in getattr(field, "choices", ()) if key]
        if known:
            value["enum"] = known
        if isinstance(field, forms.DateTimeField):
            value["format"] = "date-time"
        if isinstance(field, forms.CharField):
            value |= {"minLength": 1, "maxLength": field.max_length}
        if isinstance(field, forms.IntegerField):
            value = {"type": "integer", "minimum": 1, "maximum": field.max_value}
        words = [str(text) for text in (field.label, field.help_text) if text]
        if isinstance(field, AnyOf):
            value = {"type": "array", "minItems": 1, "items": value}
            words.append("Repeated, any of the values matches.")
        yield {
            "name": name,
            "in": "query",
            "description": ". ".join(words),
            "schema": value,
        }
