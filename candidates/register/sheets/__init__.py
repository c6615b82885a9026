"""Rosters as colleges send them: which column is what, and what is wrong with a row.

`read_roster` finds the sheet, `judge` says accept, reject or skip for every row below
the header, `reason_text` says why in words. `importing` keeps what was sent and writes
what was accepted, in jobs; `findings` shows what was found, `exporting` and `listed`
write the list of candidates as a sheet.
"""

from candidates.register.sheets.columns import HeaderMap, find_header, read_roster
from candidates.register.sheets.judging import (
    REPORT_COLUMNS,
    Fault,
    Judged,
    RosterRow,
    accepted_names,
    id_numbers,
    judge,
    report_rows,
)
from candidates.register.sheets.words import REASONS, reason_text

__all__ = [
    "REASONS",
    "REPORT_COLUMNS",
    "Fault",
    "HeaderMap",
    "Judged",
    "RosterRow",
    "accepted_names",
    "find_header",
    "id_numbers",
    "judge",
    "read_roster",
    "reason_text",
    "report_rows",
]
