"""The rejected rows of a roster as a workbook, to mend and send again."""

from datetime import date

from django.utils.translation import gettext as _

from candidates.register.models import RosterImport
from candidates.register.sheets.columns import find_header, read_roster
from candidates.register.sheets.findings import reasons
from candidates.register.sheets.importing import content_of
from spark.sheets import Cell
from spark.sheets.writing import workbook


def rejected(roster: RosterImport) -> bytes:
    """The columns that are read, as sent, and one with the reasons before them.

    Raises:
        Refused: roster-forgotten.
    """
    rows = read_roster(content_of(roster), roster.file_name)
    header = find_header(rows)
    by_number = {row.number: row for row in rows}
    return workbook(
        [_("Reason for rejection"), *header.kept_labels],
        (
            [" ".join(reasons(one)), *map(_text, header.kept(by_number[one["row"]]))]
            for one in roster.findings or []
            if one["outcome"] == "reject"
        ),
    )


def _text(cell: Cell) -> str:
    """As text, so that no program shortens a number."""
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, date) else str(cell)
