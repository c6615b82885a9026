"""Pages of campaigns and trials."""

from training.trials.views.campaigns import campaign_list
from training.trials.views.many import trial_many
from training.trials.views.sheets import sheet_detail, sheet_list, sheet_template
from training.trials.views.trials import trial_list

__all__ = [
    "campaign_list",
    "sheet_detail",
    "sheet_list",
    "sheet_template",
    "trial_list",
    "trial_many",
]
