"""The figures as a file: a line per stage, of all together and of each part."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from contracts.analytics.forms import NumbersForm
from contracts.analytics.queries import Cell, Line, Numbers, StageLine
from contracts.analytics.queries.figures import Named
from spark.sheets.writing import csv_lines


def columns() -> list[str]:
    return [
        _("Batch"),
        _("Campus"),
        _("Direction"),
        _("Stage"),
        _("There now"),
        _("Median days there so far"),
        _("Overdue"),
        _("Ever entered"),
        _("Gone on"),
        _("Left"),
        _("Median days of who went on"),
        _("4 in 5 went on within days"),
        _("Median days of who left"),
        _("Reasons for leaving"),
        _("Longest there, days"),
        _("Waits for"),
    ]


def as_csv(found: Numbers, form: NumbersForm) -> Iterator[str]:
    """The figures without names of people."""
    head = columns()
    rows = ([*row, *[None] * (len(head) - len(row))] for row in _rows(found, form))
    return csv_lines(head, rows)


def _rows(found: Numbers, form: NumbersForm) -> Iterator[Sequence[object]]:
    for line in found.stages:
        yield [*form.scope.values(), line.stage.label, *_now(line.now), *_more(line)]
    for kind, lines in (("campus", found.campuses), ("batch", found.batches)):
        for part in lines:
            scope = form.scope | {kind: form.names[kind].get(part.key, part.key)}
            yield from _part(scope.values(), part)


def _part(scope: Iterable[object], part: Line) -> Iterator[Sequence[object]]:
    where = list(scope)
    for cell in part.cells:
        yield [*where, cell.stage.label, *_now(cell)]


def _now(cell: Cell) -> list[object]:
    return [cell.people, cell.median, cell.overdue]


def _more(line: StageLine) -> list[object]:
    return [
        line.entered,
        None if line.last else line.gone_on,
        line.left,
        line.median,
        line.late,
        line.stayed,
        _together(line.reasons),
        line.longest_days,
        _together(line.waits),
    ]


def _together(named: Named) -> str:
    return " · ".join(f"{name} {count}" for name, count in named)
