"""How far people get, how long it takes them, and for whom the others wait.

All times are business time: of a stage somebody went on from, from `entered_at` of its
record to that of the next; of the one they are in or left from, by `stage_since`.
"""

from contracts.analytics.queries.counting import numbers
from contracts.analytics.queries.figures import Cell, Line, Numbers, StageLine

__all__ = ["Cell", "Line", "Numbers", "StageLine", "numbers"]
