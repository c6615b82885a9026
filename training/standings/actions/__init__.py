"""Results entered and corrected; standings made of them."""

from training.standings.actions.computing import compute_standings, keep_up
from training.standings.actions.entering import (
    Entered,
    as_entered,
    check_numbers,
    enter_result,
    enter_results,
)

__all__ = [
    "Entered",
    "as_entered",
    "check_numbers",
    "compute_standings",
    "enter_result",
    "enter_results",
    "keep_up",
]
