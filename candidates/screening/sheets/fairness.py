"""The fairness report as a sheet."""

from collections.abc import Iterator, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from candidates.screening.fairness import Table
from spark.sheets.writing import workbook


def fairness_sheet(
    tables: Sequence[tuple[str | Promise, Table]], notes: Sequence[str]
) -> bytes:
    """The groups that are shown, a line each.

    Args:
        tables: each with the words for what it is by.
    """
    head = [
        _("By"),
        _("Group"),
        _("Decided on"),
        _("Passed"),
        _("Pass rate, %"),
        _("Interval from, %"),
        _("Interval to, %"),
        _("Of the highest rate, %"),
        _("Below four fifths"),
        _("Interval overlaps that of the highest"),
    ]
    return workbook(head, _lines(tables), sheet=_("Fairness"), notes=notes)


def _lines(
    tables: Sequence[tuple[str | Promise, Table]],
) -> Iterator[Sequence[object]]:
    said = {True: _("Yes"), False: _("No")}
    for words, table in tables:
        for row in table.rows:
            yield [
                words,
                row.group.name,
                row.group.of,
                row.group.passed,
                *(round(share, 1) for share in (row.percent, row.low, row.high)),
                row.of_best,
                said[row.falls_short],
                said[row.overlaps],
            ]
