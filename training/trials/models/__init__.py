"""Campaigns with their rounds, and trials."""

from training.trials.models.campaigns import Campaign, Round, RoundQuota
from training.trials.models.trials import CONFIRM_BEFORE, Trial, seats_and_people_last

__all__ = [
    "CONFIRM_BEFORE",
    "Campaign",
    "Round",
    "RoundQuota",
    "Trial",
    "seats_and_people_last",
]
