"""Pages of trials."""

from training.trials.views.campaigns import campaign_detail, campaign_list, round_act
from training.trials.views.hosts import (
    host_permits,
    host_week,
    permit_act,
    permit_enter,
)
from training.trials.views.many import trial_many
from training.trials.views.plans import (
    plan_detail,
    plan_discard,
    plan_mark,
    plan_place,
    plan_publish,
    plan_take_out,
)
from training.trials.views.rooms import (
    room_act,
    room_detail,
    room_list,
    room_many,
)
from training.trials.views.runs import round_plan, run_detail, run_stop
from training.trials.views.sheets import sheet_detail, sheet_list, sheet_template
from training.trials.views.shifts import shift_add, shift_list, shift_remove
from training.trials.views.trials import (
    trial_act,
    trial_detail,
    trial_list,
    trials_of,
)

__all__ = [
    "campaign_detail",
    "campaign_list",
    "host_permits",
    "host_week",
    "permit_act",
    "permit_enter",
    "plan_detail",
    "plan_discard",
    "plan_mark",
    "plan_place",
    "plan_publish",
    "plan_take_out",
    "room_act",
    "room_detail",
    "room_list",
    "room_many",
    "round_act",
    "round_plan",
    "run_detail",
    "run_stop",
    "sheet_detail",
    "sheet_list",
    "sheet_template",
    "shift_add",
    "shift_list",
    "shift_remove",
    "trial_act",
    "trial_detail",
    "trial_list",
    "trial_many",
    "trials_of",
]
