"""The rejected rows of a roster as a workbook, to mend and send again."""

from candidates.register.actions import mask
from candidates.register.sheets.cells import ID_NOISE
from candidates.rosters.models import RosterImport
from candidates.rosters.sheets.findings import reasons
from candidates.rosters.sheets.importing import content_of, sheet_of
from spark.sheets.rejected import rejected as handed_back
from spark.text.numbers import without_numbers

SHORT = 10  # characters of which none are shown


def rejected(roster: RosterImport, *, masked: bool) -> bytes:
    """What was rejected, each row with its reasons.

    Args:
        masked: without full ID numbers, whatever column they stand in.

    Raises:
        Refused: roster-forgotten.
    """
    sheet = sheet_of(roster)
    opened = sheet.open(content_of(roster), roster.file_name)
    cells = {
        (line.place.sheet, line.place.number): line.cells
        for line in sheet.lines(opened.tables)
    }
    found = [
        (cells[row.get("sheet", ""), row["row"]], " ".join(reasons(row)))
        for row in roster.findings or []
        if row["outcome"] == "reject"
    ]
    kept: dict[str, str] = {}
    for table in opened.tables:
        kept = table.header.kept | kept
    return handed_back(kept, found, _masked if masked else None)


def hide_numbers(text: str) -> str:
    """Without ID numbers and those of bank cards, however they are spaced."""
    return without_numbers(text)


def _masked(column: str, text: str) -> str:
    if column != "id_number":
        return hide_numbers(text)
    number = ID_NOISE.sub("", text)
    return mask(number) if len(number) > SHORT else "*" * len(number)
