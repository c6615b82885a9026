"""Pages of trials with their results, and of standings."""

from training.standings.views.board import round_standings, standings_file
from training.standings.views.explaining import place_detail
from training.standings.views.predicting import predicting, predicting_file
from training.standings.views.trials import trial_act, trial_detail, trials_of

__all__ = [
    "place_detail",
    "predicting",
    "predicting_file",
    "round_standings",
    "standings_file",
    "trial_act",
    "trial_detail",
    "trials_of",
]
