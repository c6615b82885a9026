"""Pages of trials with their results."""

from training.standings.views.trials import trial_act, trial_detail, trials_of

__all__ = [
    "trial_act",
    "trial_detail",
    "trials_of",
]
