"""The demo's life in training: courses and trials."""

from training.demo.broadcasting import broadcast
from training.demo.following import follow_calendars
from training.demo.learning import train
from training.demo.planning import plan_ahead
from training.demo.preparing import prepare
from training.demo.reminding import remind

__all__ = ["broadcast", "follow_calendars", "plan_ahead", "prepare", "remind", "train"]
