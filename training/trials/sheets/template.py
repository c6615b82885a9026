"""The workbook somebody fills in: headings, an example, what may be written."""

import io

import xlsxwriter

from training.trials.sheets.fields import Among, OneWeekday
from training.trials.sheets.kind import Kind


def template(kind: Kind) -> bytes:
    """An empty sheet of the kind; a second one lists the values to choose from."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        page = book.add_worksheet("填写 Sheet")
        text = book.add_format({"num_format": "@"})
        faint = book.add_format({"num_format": "@", "font_color": "#62666E"})
        needed = book.add_format({"num_format": "@", "bold": True, "bottom": 2})
        optional = book.add_format({"num_format": "@", "bottom": 1})
        values = book.add_worksheet("可填的值 Values")
        for place, column in enumerate(kind.columns):
            page.set_column(place, place, max(14, len(column.heading) + 6), text)
            head = needed if column.field.required else optional
            page.write_string(0, place, column.heading, head)
            page.write_string(1, place, column.sample, faint)
            values.set_column(place, place, 22)
            values.write_string(0, place, column.heading, needed)
            options = getattr(column.field, "options", ())
            for number, option in enumerate(options, start=1):
                values.write_string(number, place, option)
            if options and isinstance(column.field, Among | OneWeekday):
                last = len(options) + 1
                letter = chr(ord("A") + place)
                source = f"='可填的值 Values'!${letter}$2:${letter}${last}"
                page.data_validation(
                    2,
                    place,
                    2_000,
                    place,
                    {"validate": "list", "source": source, "error_type": "warning"},
                )
        page.freeze_panes(1, 0)
    return buffer.getvalue()
