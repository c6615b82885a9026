"""The board as a sheet: scores of all, marks only of whose decision is released."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from candidates.register.models import Export
from candidates.screening import queries, rules
from candidates.screening.models import Criterion, Review
from candidates.screening.stages import RELEASED
from spark.sheets.writing import csv_lines, workbook


def board_sheet(rows: Sequence[Any], format: str) -> bytes:
    """
    Args:
        rows: screenings with their `standing`, in the order of the sheet.
    """
    released = [row.pk for row in rows if row.state in RELEASED]
    reviews = queries.locked_of(released)
    criteria = _criteria(reviews)
    head = [*_head(), *(str(one) for one in criteria)]
    lines = _lines(rows, reviews, criteria)
    if format == Export.Format.CSV:
        return "".join(csv_lines(head, lines)).encode()
    return workbook(head, lines, sheet=_("Decisions"))


def _head() -> list[str]:
    return [
        _("Place in the direction"),
        _("Name"),
        _("Student number"),
        _("Campus"),
        _("Direction"),
        _("Adjusted score"),
        _("Raw score"),
        _("Apart"),
        _("Reviews locked"),
        _("Reviewers differ"),
        _("State"),
        _("Decision"),
        _("Ground"),
        _("Reason"),
        _("Decided by"),
        _("Waitlist place"),
    ]


def _criteria(reviews: dict[int, list[Review]]) -> list[Criterion]:
    found = {
        mark.criterion_id: mark.criterion
        for some in reviews.values()
        for review in some
        for mark in review.marks.all()
    }
    return sorted(found.values(), key=lambda one: (one.order, one.pk))


def _lines(
    rows: Sequence[Any],
    reviews: dict[int, list[Review]],
    criteria: Sequence[Criterion],
) -> Iterator[list[object]]:
    for row in rows:
        standing, candidate = row.standing, row.candidate
        marks = _marks(() if standing.hidden else reviews.get(row.pk, ()))
        yield [
            standing.place,
            candidate.person.name,
            candidate.student_number,
            str(candidate.campus),
            str(candidate.direction),
            None if standing.adjusted is None else round(standing.adjusted, 2),
            standing.raw,
            standing.spread,
            standing.locked,
            _("yes") if standing.differs else _("no"),
            row.get_state_display(),
            row.get_decision_display(),
            row.get_decision_ground_display(),
            row.decision_reason,
            row.decided_by.name if row.decided_by else "",
            row.waitlist_place,
            *(marks.get(one.pk, "") for one in criteria),
        ]


def _marks(reviews: Sequence[Review]) -> dict[int, str]:
    """By criterion, the marks of all reviewers: `4 / 3`."""
    found: dict[int, list[str]] = {}
    for review in reviews:
        for mark in review.marks.all():
            assessed = mark.value and mark.value != rules.NOT_ASSESSED
            found.setdefault(mark.criterion_id, []).append(
                str(mark.value) if assessed else "–"
            )
    return {key: " / ".join(values) for key, values in found.items()}
