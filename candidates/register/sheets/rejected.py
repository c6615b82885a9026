"""The rejected rows of a roster as a workbook, to mend and send again."""

import re
from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from candidates.register.actions import mask
from candidates.register.models import RosterImport
from candidates.register.sheets.cells import ID_NOISE
from candidates.register.sheets.columns import find_header, read_roster
from candidates.register.sheets.findings import reasons
from candidates.register.sheets.importing import content_of
from spark.sheets import Cell
from spark.sheets.writing import workbook

LONG = re.compile(r"\d{15,}[Xx]?")
SHORT = 10  # characters that `mask` would show, if there are no more


def rejected(roster: RosterImport, *, masked: bool) -> bytes:
    """The columns that are read, as sent, and one with the reasons before them.

    Args:
        masked: without full ID numbers, whatever column they stand in.

    Raises:
        Refused: roster-forgotten.
    """
    rows = read_roster(content_of(roster), roster.file_name)
    header = find_header(rows)
    by_number = {row.number: row for row in rows}

    def lines() -> Iterator[list[str]]:
        for one in roster.findings or []:
            if one["outcome"] == "reject":
                texts = map(_text, header.kept(by_number[one["row"]]))
                if masked:
                    texts = map(_masked, header.columns.values(), texts)
                yield [" ".join(reasons(one)), *texts]

    return workbook([_("Reason for rejection"), *header.kept_labels], lines())


def _text(cell: Cell) -> str:
    """As text, so that no program shortens a number."""
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _masked(field: str, text: str) -> str:
    if field != "id_number":
        return LONG.sub(lambda found: mask(found[0]), text)
    number = ID_NOISE.sub("", text)
    return mask(number) if len(number) > SHORT else "*" * len(number)
