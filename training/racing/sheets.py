"""A round's race as a sheet."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from candidates.register.models import Export
from spark.sheets.writing import csv_lines, workbook


def race_sheet(rows: Sequence[Any], format: str) -> bytes:
    """
    Args:
        rows: people with place, proposal and decision, in the order of the sheet.
    """
    head, lines = _head(), _lines(rows)
    if format == Export.Format.CSV:
        return "".join(csv_lines(head, lines)).encode()
    return workbook(head, lines, sheet=_("Decisions"))


def _head() -> list[str]:
    return [
        _("Turn"),
        _("Rank"),
        _("Rank at best, 80 %"),
        _("Rank at worst, 80 %"),
        _("Chance to be among those to take"),
        _("Name"),
        _("Student number"),
        _("Campus"),
        _("Direction"),
        _("Trials"),
        _("To the cut"),
        _("Proposed"),
        _("Extra slots"),
        _("State"),
        _("Decision"),
        _("Ground"),
        _("Reason"),
        _("Decided by"),
        _("Released"),
        _("Reserve place"),
    ]


def _lines(rows: Sequence[Any]) -> Iterator[list[object]]:
    for row in rows:
        place, proposed, candidate = row.place, row.proposed, row.racer.candidate
        ranked = place is not None and not place.is_short
        yield [
            proposed.turn if proposed else None,
            place.rank if ranked else None,
            place.rank_low if ranked else None,
            place.rank_high if ranked else None,
            round(place.p_in, 3) if ranked else None,
            candidate.person.name,
            candidate.student_number,
            str(candidate.campus),
            str(candidate.direction),
            place.trials if place else None,
            row.zone_label,
            proposed.outcome.label if proposed else "",
            proposed.slots or None if proposed else None,
            row.racer.get_state_display(),
            *_decided(row.decision),
        ]


def _decided(decision: Any) -> list[object]:
    if decision is None:
        return ["", "", "", "", "", None]
    return [
        decision.get_outcome_display(),
        decision.get_ground_display(),
        decision.reason,
        decision.decided_by.name if decision.decided_by else "",
        _("yes") if decision.released_at else _("no"),
        decision.reserve_place,
    ]
