"""What is asked of rows again and again, put into SQL only once.

To build a queryset and its statement costs more than to read fifty rows. So what is
asked is written down first, as `Asked`: if the very same was asked before, its
statement is at hand, else Django makes it. All values are part of what is asked, also
whose rows somebody sees: no statement ever serves who sees others. Only keys of rows
may differ, so that a list's next page is the same question.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BigIntegerField, Model, Q, QuerySet

from spark.resources.shapes import Row

BY_KEY = frozenset({"pk", "pk__lt", "pk__gt"})


class NotKept(Exception):
    """Something is asked whose value can't be compared, such as another queryset."""


@dataclass(frozen=True)
class Hole:
    """Where a key goes; no row has the one that stands for it in a statement."""

    number: int

    @property
    def key(self) -> int:
        return -1 - self.number


@dataclass(frozen=True)
class Step:
    """A call of a queryset's method."""

    method: str
    given: tuple[Any, ...]
    named: dict[str, Any]

    def of(self, rows: QuerySet, keys: Sequence[int]) -> QuerySet:
        named = {
            name: keys[value.number] if isinstance(value, Hole) else value
            for name, value in self.named.items()
        }
        return getattr(rows, self.method)(*self.given, **named)


@dataclass(frozen=True)
class Statement:
    """SQL, its parameters, and which of them are keys yet to be given."""

    sql: str
    given: tuple[Any, ...]
    holes: tuple[int, ...]
    names: tuple[str, ...]

    def read(self, keys: Sequence[int]) -> list[Row]:
        given = list(self.given)
        for place, key in zip(self.holes, keys, strict=True):
            given[place] = key
        with connection.cursor() as cursor:
            cursor.execute(self.sql, given)
            found = cursor.fetchall()
        return [dict(zip(self.names, row, strict=True)) for row in found]


@dataclass(frozen=True, eq=False)
class Asked:
    """Steps to be taken from `rows`, to be used like the queryset that they make.

    Args:
        rows: what `values` reads; one that is kept, or nothing is ever asked twice.
        keys: what goes into the holes.
    """

    rows: QuerySet
    steps: tuple[Step, ...] = ()
    keys: tuple[int, ...] = ()

    @property
    def model(self) -> type[Model]:
        return self.rows.model

    def filter(self, *given: Q, **named: Any) -> "Asked":
        keys = list(self.keys)
        for name, value in named.items():
            if name in BY_KEY and _is_key(value):
                named[name] = Hole(len(keys))
                keys.append(value)
        step = Step("filter", given, named)
        return Asked(self.rows, (*self.steps, step), tuple(keys))

    def order_by(self, *names: str) -> "Asked":
        step = Step("order_by", names, {})
        return Asked(self.rows, (*self.steps, step), self.keys)

    def __getitem__(self, part: slice) -> "Asked":
        step = Step("__getitem__", (part,), {})
        return Asked(self.rows, (*self.steps, step), self.keys)

    def get(self, **named: Any) -> Row:
        """Raises DoesNotExist."""
        for row in self.filter(**named):
            return row
        raise self.model.DoesNotExist  # type: ignore[attr-defined]

    def __iter__(self) -> Iterator[Row]:
        statement = statement_of(self)
        return iter(statement.read(self.keys) if statement else self.queryset)

    def __getattr__(self, name: str) -> Any:
        """What isn't written down is the queryset's own."""
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self.queryset, name)

    @cached_property
    def queryset(self) -> QuerySet:
        return self.made(self.keys)

    def made(self, keys: Sequence[int]) -> QuerySet:
        rows = self.rows
        for step in self.steps:
            rows = step.of(rows, keys)
        return rows

    @cached_property
    def question(self) -> tuple[Any, ...]:
        """By which it is compared: everything but the keys.

        Raises:
            NotKept: it holds what can't be.
        """
        steps = ((s.method, s.given, *s.named.items()) for s in self.steps)
        return (self.rows, *map(_comparable, steps))

    def __hash__(self) -> int:
        return hash(self.question)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Asked) and self.question == other.question


def statement_of(asked: Asked) -> Statement | None:
    """None for what Django does better by itself."""
    try:
        return _made(asked)
    except NotKept:
        return None


@lru_cache(maxsize=1024)
def _made(asked: Asked) -> Statement | None:
    keys = [Hole(number).key for number in range(len(asked.keys))]
    query = asked.made(keys).query
    compiler = query.get_compiler(connection=connection)
    try:
        sql, given = compiler.as_sql()
    except EmptyResultSet:
        return None
    columns = [column for column, _sql, _alias in compiler.select]
    if compiler.get_converters(columns):  # JSON, what is encrypted
        return None
    given, names = tuple(given), tuple(query.selected or ())
    if any(given.count(key) != 1 for key in keys) or len(names) != len(columns):
        return None
    return Statement(sql, given, tuple(map(given.index, keys)), names)


def _is_key(value: Any) -> bool:
    return type(value) is int and 0 <= value <= BigIntegerField.MAX_BIGINT


def _comparable(value: Any) -> Any:
    if isinstance(value, str | int | date | None):
        return type(value), value
    if isinstance(value, list | tuple | set | frozenset):
        return type(value), *map(_comparable, value)
    if isinstance(value, slice):
        return slice, value.start, value.stop
    if isinstance(value, Q):
        return Q, value.connector, value.negated, *map(_comparable, value.children)
    if getattr(getattr(type(value), "__dataclass_params__", None), "frozen", False):
        return value  # it says itself what is equal
    raise NotKept
