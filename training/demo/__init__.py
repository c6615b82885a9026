"""The demo's life in training: courses and trials."""

from training.demo.broadcasting import broadcast
from training.demo.learning import train
from training.demo.planning import plan_ahead
from training.demo.preparing import prepare

__all__ = ["broadcast", "plan_ahead", "prepare", "train"]
