"""Judges' cards with their marks; incidents; figures of the live board."""

from training.judging.models.board import FrozenBoard
from training.judging.models.incidents import Incident
from training.judging.models.judgements import JudgeMark, Judgement
from training.judging.models.on_air import LiveFigures

__all__ = ["FrozenBoard", "Incident", "JudgeMark", "Judgement", "LiveFigures"]
