"""Screenings and releases; scorecards; calibration; reviewers, reviews with marks."""

from candidates.screening.models.calibration import (
    Anchor,
    AnchorMark,
    Calibration,
    CalibrationMark,
)
from candidates.screening.models.cards import ANCHORED, Criterion, Scorecard
from candidates.screening.models.releases import Release
from candidates.screening.models.reviewers import Absence, Competence
from candidates.screening.models.reviews import Mark, Review
from candidates.screening.models.screening import Screening

__all__ = [
    "ANCHORED",
    "Absence",
    "Anchor",
    "AnchorMark",
    "Calibration",
    "CalibrationMark",
    "Competence",
    "Criterion",
    "Mark",
    "Release",
    "Review",
    "Scorecard",
    "Screening",
]
