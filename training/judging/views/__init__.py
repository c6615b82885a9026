"""Pages of judging, of incidents, and the live board."""

from training.judging.views.incidents import incident_act, incident_list
from training.judging.views.live import live, live_hall
from training.judging.views.mine import judging_act, judging_detail, judging_mine
from training.judging.views.rounds import judging_round, judging_round_act
from training.judging.views.trials import judging_card_act, judging_of, judging_of_act

__all__ = [
    "incident_act",
    "incident_list",
    "judging_act",
    "judging_card_act",
    "judging_detail",
    "judging_mine",
    "judging_of",
    "judging_of_act",
    "judging_round",
    "judging_round_act",
    "live",
    "live_hall",
]
