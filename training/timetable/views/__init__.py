"""Pages of plans and the solver's runs."""

from training.timetable.views.plans import (
    plan_detail,
    plan_discard,
    plan_mark,
    plan_place,
    plan_take_out,
)
from training.timetable.views.publishing import plan_look, plan_publish
from training.timetable.views.rounds import campaign_detail, round_act
from training.timetable.views.runs import round_plan, run_detail, run_stop

__all__ = [
    "campaign_detail",
    "plan_detail",
    "plan_discard",
    "plan_look",
    "plan_mark",
    "plan_place",
    "plan_publish",
    "plan_take_out",
    "round_act",
    "round_plan",
    "run_detail",
    "run_stop",
]
