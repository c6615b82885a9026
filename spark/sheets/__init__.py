"""Sheets as people send them, read, checked row by row and written.

A file goes through these, in this order:

    reading   the file's pages, as rows of plain values
    header    which row is the header, and which column holds what
    tables    a page's list: its rows under their header
    fields    one cell: its value, or what is wrong with it; `times` those of time
    sheet     a `Sheet`: its columns, and how a file of it is read
    checking  what each row comes to
    kinds     a `SheetKind`: who may send it, and what good rows are written as
    importing shown first, then written: all of it or nothing

What of a file isn't read, or not as it stands, is told beside the rows: `unread`.
`template` is the empty sheet to fill in, `rejected` the rows to mend, `writing` any
other list as a file.
"""

from spark.sheets.limits import Limits, Unreadable
from spark.sheets.reading import LIMITS, PEEK, Page, Row, Source, read
from spark.sheets.workbook import Cell

__all__ = [
    "LIMITS",
    "PEEK",
    "Cell",
    "Limits",
    "Page",
    "Row",
    "Source",
    "Unreadable",
    "read",
]
