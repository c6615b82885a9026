"""Plans, and the solver's runs."""

from training.timetable.models.plans import Entry, Plan
from training.timetable.models.publications import Publication
from training.timetable.models.runs import Opening, SolvePart, SolveRun

__all__ = [
    "Entry",
    "Opening",
    "Plan",
    "Publication",
    "SolvePart",
    "SolveRun",
]
