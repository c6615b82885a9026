"""The list of candidates, boards of a stage, and counts."""

from candidates.lists.queries.boards import (
    COUNTED,
    Column,
    board,
    by_stage,
    late_by_stage,
    tallies,
)
from candidates.lists.queries.lists import (
    NEWEST,
    ORDERS,
    RECORD_ORDERS,
    about_sought,
    came_in,
    candidates,
    file_of,
    lost_exports,
    named_views,
    narrowed,
    saved_views,
    to_export,
    waiting_exports,
    with_waits,
)

__all__ = [
    "COUNTED",
    "Column",
    "NEWEST",
    "ORDERS",
    "RECORD_ORDERS",
    "about_sought",
    "board",
    "came_in",
    "by_stage",
    "candidates",
    "file_of",
    "late_by_stage",
    "lost_exports",
    "named_views",
    "narrowed",
    "saved_views",
    "tallies",
    "to_export",
    "waiting_exports",
    "with_waits",
]
