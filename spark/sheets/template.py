"""The workbook somebody fills in: headings, an example, what may be written."""

import io
from collections.abc import Sequence

import xlsxwriter

from spark.sheets.checking import Column

ROWS = 2_000  # prepared with drop-downs; more may be added below
VALUES = "可填的值 Values"
NOTES = "填表说明 Notes"
OWN = {VALUES, NOTES}  # sheets that nobody fills in


def template(
    columns: Sequence[Column],
    *,
    page: str = "填写 Sheet",
    notes: Sequence[str] = (),
) -> bytes:
    """An empty sheet; a second one lists the values to choose from, a third the notes.

    All cells are text, so that no program shortens a number.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet(page)
        text = book.add_format({"num_format": "@"})
        faint = book.add_format({"num_format": "@", "font_color": "#62666E"})
        needed = book.add_format({"num_format": "@", "bold": True, "bottom": 2})
        optional = book.add_format({"num_format": "@", "bottom": 1})
        values = book.add_worksheet(VALUES)
        offered = [column for column in columns if column.sample is not None]
        for place, column in enumerate(offered):
            sheet.set_column(place, place, _width(column), text)
            is_needed = column.field.required or column.asked
            head = needed if is_needed else optional
            sheet.write_string(0, place, column.heading, head)
            sheet.write_string(1, place, column.sample, faint)
            values.set_column(place, place, 22)
            values.write_string(0, place, column.heading, needed)
            options = getattr(column.field, "options", ())
            for number, option in enumerate(options, start=1):
                values.write_string(number, place, option)
            if options:
                letter = chr(ord("A") + place)
                source = f"='{VALUES}'!${letter}$2:${letter}${len(options) + 1}"
                chosen = {"validate": "list", "source": source, "error_type": "warning"}
                sheet.data_validation(2, place, ROWS, place, chosen)
        sheet.freeze_panes(1, 1)
        if notes:
            last = book.add_worksheet(NOTES)
            last.set_column(0, 0, 90)
            for number, note in enumerate(notes):
                last.write_string(number, 0, note)
    return buffer.getvalue()


def _width(column: Column) -> int:
    """Of the wider of heading and example, where a Chinese character counts twice."""
    texts = (column.heading, column.sample or "")
    return max(14, *(len(text.encode("gb18030")) + 4 for text in texts))
