"""The demo's life in training: courses and trials."""

from training.demo.broadcasting import broadcast
from training.demo.learning import train
from training.demo.preparing import prepare

__all__ = ["broadcast", "prepare", "train"]
