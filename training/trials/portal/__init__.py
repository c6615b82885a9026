"""Candidates' own pages about their trials, and about when they can come."""

from training.trials.portal.trials import act
from training.trials.portal.week import week

__all__ = ["act", "week"]
