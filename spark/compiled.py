"""Queries that Django puts into SQL only once.

    @compiled
    def with_number(campus: int, number: str) -> QuerySet[Candidate]:
        return Candidate.objects.filter(campus=campus, student_number=number)

    candidates = with_number(7, "2023001")

To make a small statement costs more than to read its rows. What is given goes into it
as parameters, each time anew: the function only says where. So it must not look at
what it is given, which stands for anything of its kind.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import update_wrapper
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet

MOST = 8  # values: with more, the rows cost more than their statement
KEY = -(10**15)  # no row has such a key


@dataclass(frozen=True)
class Statement:
    """SQL, its parameters, and which value goes where among them.

    Args:
        read: makes of a row what the queryset would.
    """

    sql: str
    parameters: tuple[Any, ...]
    holes: tuple[tuple[int, int], ...]
    converters: dict[int, tuple[list[Callable], Any]]
    read: Callable[[Sequence], Any]

    def rows(self, values: Sequence[Any]) -> list[Any]:
        parameters = list(self.parameters)
        for place, number in self.holes:
            parameters[place] = values[number]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, parameters)
            return [self.read(self._converted(row)) for row in cursor.fetchall()]

    def _converted(self, row: tuple) -> Sequence[Any]:
        if not self.converters:
            return row
        values = list(row)
        for place, (converters, expression) in self.converters.items():
            for convert in converters:
                values[place] = convert(values[place], expression, connection)
        return values


class Compiled:
    """A function that makes a queryset, called for its rows.

    They are as the queryset's own: of the model, or tuples by `values_list`. It takes
    keys of rows, texts as their columns hold them, and tuples of either.
    """

    def __init__(self, make: Callable[..., QuerySet]) -> None:
        self.make = make
        self._statements: dict[tuple, Statement | None] = {}
        update_wrapper(self, make)

    def __call__(self, *given: Any) -> list[Any]:
        values, shape = [*_values(given)], tuple(map(_shape, given))
        if len(values) > MOST:
            return list(self.make(*given))
        if shape not in self._statements:
            self._statements[shape] = self._statement(given)
        statement = self._statements[shape]
        return statement.rows(values) if statement else list(self.make(*given))

    def _statement(self, given: Sequence[Any]) -> Statement | None:
        """None for what Django does better by itself."""
        marks: dict[Any, int] = {}
        rows = self.make(*(_marked(value, marks) for value in given))
        compiler = rows.query.get_compiler(connection=connection)
        try:
            sql, parameters = compiler.as_sql()
        except EmptyResultSet:
            return None
        places = [(n, marks[p]) for n, p in enumerate(parameters) if _is_in(p, marks)]
        if {number for _place, number in places} != set(marks.values()):
            return None
        columns = [column for column, _sql, _alias in compiler.select]
        converters = compiler.get_converters(columns)
        read = _reader(rows, columns)
        return Statement(sql, tuple(parameters), tuple(places), converters, read)


compiled = Compiled


def _values(given: Sequence[Any]) -> Iterator[Any]:
    for value in given:
        yield from value if isinstance(value, tuple) else (value,)


def _shape(value: Any) -> Any:
    return (*map(type, value),) if isinstance(value, tuple) else type(value)


def _marked(value: Any, marks: dict[Any, int]) -> Any:
    """What stands in a statement for a value yet to come."""
    if isinstance(value, tuple):
        return tuple(_marked(one, marks) for one in value)
    number = len(marks)
    mark = KEY - number if isinstance(value, int) else f"mark-{number}"
    marks[mark] = number
    return mark


def _is_in(parameter: Any, marks: dict[Any, int]) -> bool:
    return isinstance(parameter, int | str) and parameter in marks


def _reader(rows: QuerySet, columns: Sequence[Any]) -> Callable[[Sequence], Any]:
    if rows.query.selected is not None:
        return tuple
    names = [column.target.attname for column in columns]
    return lambda values: rows.model.from_db(DEFAULT_DB_ALIAS, names, values)
