"""Results of trials, and standings made of them."""

from training.standings.models.results import AT_MOST, Result
from training.standings.models.standings import Place, Standing, Verdict

__all__ = ["AT_MOST", "Place", "Result", "Standing", "Verdict"]
