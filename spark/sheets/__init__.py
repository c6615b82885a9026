"""Sheets as people send them, read, checked row by row and written.

A file goes through these, in this order:

    reading   the file's rows, as plain values
    header    which row is the header, and which column holds what
    fields    one cell: its value, or what is wrong with it
    checking  a `Sheet`: its columns, and what each row comes to
    kinds     a `SheetKind`: who may send it, and what good rows are written as
    importing shown first, then written: all of it or nothing

`template` is the empty sheet to fill in, `rejected` the rows to mend, `writing` any
other list as a file.
"""

from spark.sheets.guard import Limits, Unreadable
from spark.sheets.reading import LIMITS, PEEK, Row, Source, read
from spark.sheets.workbook import Cell

__all__ = ["LIMITS", "PEEK", "Cell", "Limits", "Row", "Source", "Unreadable", "read"]
