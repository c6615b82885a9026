"""Verbs of racing. Each is keyword-only."""

from training.racing.actions.deciding import (
    check_ranked,
    decide,
    set_places,
    take_board,
)
from training.racing.actions.releasing import (
    check_complete,
    fingerprint,
    foretell,
    release,
)
from training.racing.actions.reserve import ask_to_move_up, end_reserve, move_up

__all__ = [
    "ask_to_move_up",
    "check_complete",
    "check_ranked",
    "decide",
    "end_reserve",
    "fingerprint",
    "foretell",
    "move_up",
    "release",
    "set_places",
    "take_board",
]
