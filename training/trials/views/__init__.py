"""Pages of trials."""

from training.trials.views.campaigns import campaign_detail, campaign_list, round_act
from training.trials.views.many import trial_many
from training.trials.views.plans import (
    plan_detail,
    plan_discard,
    plan_place,
    plan_publish,
    plan_take_out,
)
from training.trials.views.trials import (
    trial_act,
    trial_detail,
    trial_list,
    trials_of,
)

__all__ = [
    "campaign_detail",
    "campaign_list",
    "plan_detail",
    "plan_discard",
    "plan_place",
    "plan_publish",
    "plan_take_out",
    "round_act",
    "trial_act",
    "trial_detail",
    "trial_list",
    "trial_many",
    "trials_of",
]
