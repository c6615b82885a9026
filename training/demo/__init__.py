"""The demo's life in training: courses and trials."""

from training.demo.broadcasting import broadcast
from training.demo.learning import train

__all__ = ["broadcast", "train"]
