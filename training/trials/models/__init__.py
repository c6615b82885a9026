"""Campaigns with their rounds, and trials."""

from training.trials.models.campaigns import Campaign, Round
from training.trials.models.trials import Trial, seats_and_people_last

__all__ = [
    "Campaign",
    "Round",
    "Trial",
    "seats_and_people_last",
]
