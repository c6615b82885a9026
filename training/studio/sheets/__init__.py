"""Live rooms and mentors' shifts as sheets: looked at before they count."""

VERB = "trials.import-sheet"  # in history, whichever room the sheet is of
