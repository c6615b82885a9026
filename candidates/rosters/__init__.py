"""Rosters: sent by colleges, judged row by row, imported, taken back."""
