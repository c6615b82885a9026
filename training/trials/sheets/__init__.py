"""What surrounds trials, as sheets: entered, corrected, looked at before it counts."""

VERB = "trials.import-sheet"
