"""Between what dates and numbers lie: of pages, sheets, the API and the database.

A model's field takes `validators=within(DAYS)`, which its forms and serializers have
too, and a row of a sheet is asked by `check`; the model's constraint `held` makes the
database refuse the same. Fields of no model take `within` themselves.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import CheckConstraint, F, Model, Q
from django.utils.translation import gettext_lazy as _

from spark import clock
from spark.errors import BY_DATABASE


class Bounds(NamedTuple):
    """The least and the most; both may be."""

    least: Any
    most: Any


DAYS = Bounds(date(2020, 1, 1), date(2100, 12, 31))  # of the programme
LONG_AGO = Bounds(date(2000, 1, 1), DAYS.most)  # of laws and papers, older than it
MONTHLY_PAY = Bounds(0, 10_000_000)  # in fen
TAKINGS = Bounds(0, 100_000_000_000)  # of a broadcast, in fen
CROWD = Bounds(0, 1_000_000_000)  # viewers, and what they do
PEOPLE = Bounds(0, 100_000)  # of a batch
SOME = Bounds(1, PEOPLE.most)
STAFF = Bounds(1, 1_000_000)
FEW = Bounds(1, 50)  # rounds, trials of one person
EXTRA = Bounds(0, 5)  # trials more for one person
ORDER = Bounds(0, 10_000)  # of what is listed
WEIGHT = Bounds(1, 100)
SCORE = Bounds(0, 100)
MARK = Bounds(0, 5)
JUDGED = Bounds(1, 5)
REST = Bounds(0, 72)  # hours between two trials
HOUR = Bounds(0, 23)
SLOT = Bounds(15, 240)  # minutes, as the next three
GAP = Bounds(0, 240)
ON_THE_WAY = Bounds(0, 600)
OF_A_DAY = Bounds(0, 24 * 60)
WATCHING = Bounds(0, 24 * 3600)  # seconds
YEAR = timedelta(days=366)


class _Limit:
    """A day is looked at as China's calendar has it."""

    def clean(self, value: Any) -> Any:
        return clock.day(value) if isinstance(value, datetime) else value


class AtLeast(MinValueValidator):
    message = _("Write %(limit_value)s or more.")


class AtMost(MaxValueValidator):
    message = _("Write %(limit_value)s or less.")


class NotBefore(_Limit, MinValueValidator):
    message = _("Choose a day from %(limit_value)s on.")


class NotAfter(_Limit, MaxValueValidator):
    message = _("Choose a day up to %(limit_value)s.")


LIMITS = (AtLeast, AtMost, NotBefore, NotAfter)


def within(bounds: Bounds) -> list[MinValueValidator | MaxValueValidator]:
    """The validators of a field."""
    if isinstance(bounds.least, date):
        return [NotBefore(bounds.least), NotAfter(bounds.most)]
    return [AtLeast(bounds.least), AtMost(bounds.most)]


def held(name: str, **fields: Bounds) -> CheckConstraint:
    """The same of a model's fields, for the database; what is empty is not bounded."""
    BY_DATABASE[name] = "out-of-bounds"
    condition = Q()
    for field, bounds in fields.items():
        condition &= Q(**{f"{field}__range": tuple(bounds)})
    return CheckConstraint(condition=condition, name=name)


class Span(NamedTuple):
    """How much may lie between two days, by their names; it is said at the later."""

    first: str
    last: str
    longest: timedelta
    message: Any  # words, perhaps lazy

    def check(self, values: Mapping[str, Any]) -> None:
        """Raises ValidationError; of a day that is missing nothing is known."""
        first, last = values.get(self.first), values.get(self.last)
        if first and last and last - first > self.longest:
            raise ValidationError({self.last: self.message})

    def held(self, name: str) -> CheckConstraint:
        BY_DATABASE[name] = "out-of-bounds"
        condition = Q(**{f"{self.last}__lte": F(self.first) + self.longest})
        return CheckConstraint(
            condition=condition, name=name, violation_error_message=self.message
        )


def faults(record: Model) -> dict[str, list[ValidationError]]:
    """By field, what is beyond a record's bounds."""
    wrong: dict[str, list[ValidationError]] = {}
    for field in record._meta.concrete_fields:
        value = getattr(record, field.attname)
        asked = [one for one in field.validators if isinstance(one, LIMITS)]
        for validator in asked if value is not None else ():
            try:
                validator(value)
            except ValidationError as error:
                wrong.setdefault(field.name, []).append(error)
    return wrong


def check(record: Model) -> None:
    """Of what no model's form checks: its dates and numbers, and how they go together.

    Raises:
        ValidationError: by field.
    """
    if wrong := faults(record):
        raise ValidationError(dict(wrong))
    record.clean()
