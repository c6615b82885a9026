"""Screening for campus systems: its records, and the clips that they send."""

from candidates.screening.api import records, uploads

__all__ = ["records", "uploads"]
