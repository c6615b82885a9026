"""Each mark of those whose decision is released, as a sheet: a line for each."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from candidates.register.models import Export
from candidates.screening import queries, rules
from candidates.screening.models import Review
from candidates.screening.stages import RELEASED
from spark import clock
from spark.sheets.writing import csv_lines, workbook


def marks_sheet(rows: Sequence[Any], format: str) -> bytes:
    """
    Args:
        rows: screenings with their `standing`, in the order of the sheet; who isn't
            released, or is for the reader to mark, is left out.
    """
    shown = [r for r in rows if r.state in RELEASED and not r.standing.hidden]
    reviews = queries.locked_of([row.pk for row in shown])
    lines = (
        [*_whom(row), *line]
        for row in shown
        for review in reviews.get(row.pk, ())
        for line in _lines(review)
    )
    if format == Export.Format.CSV:
        return "".join(csv_lines(_head(), lines)).encode()
    return workbook(_head(), lines, sheet=_("Marks"))


def _head() -> list[str]:
    return [
        _("Name"),
        _("Student number"),
        _("Campus"),
        _("Direction"),
        _("Decision"),
        _("Reviewer"),
        _("Asked as a third"),
        _("Scorecard"),
        _("Criterion"),
        _("Weight"),
        _("Mark"),
        _("Grounds of the mark"),
        _("Score"),
        _("Note"),
        _("Locked on"),
    ]


def _whom(row: Any) -> list[object]:
    one = row.candidate
    place = str(one.campus), str(one.direction)
    return [one.person.name, one.student_number, *place, row.get_decision_display()]


def _lines(review: Review) -> Iterator[list[object]]:
    marks = sorted(
        review.marks.all(), key=lambda one: (one.criterion.order, one.criterion_id)
    )
    day = clock.local(review.locked_at).date() if review.locked_at else None
    for mark in marks:
        assessed = mark.value != rules.NOT_ASSESSED
        yield [
            review.reviewer.name,
            _("yes") if review.third else _("no"),
            str(review.card),
            str(mark.criterion),
            mark.criterion.weight,
            mark.value if assessed else _("not assessed"),
            mark.note,
            review.score,
            review.note,
            day,
        ]
