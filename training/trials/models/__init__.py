"""What trials are made of: rooms and slots, campaigns and plans, trials and results."""

from training.trials.models.campaigns import Campaign, Entry, Plan, Round
from training.trials.models.rooms import LiveRoom, Seat, Slot
from training.trials.models.trials import Result, Trial

__all__ = [
    "Campaign",
    "Entry",
    "LiveRoom",
    "Plan",
    "Result",
    "Round",
    "Seat",
    "Slot",
    "Trial",
]
