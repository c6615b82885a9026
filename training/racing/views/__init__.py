"""Pages of a round's race, and what is shown of it on a candidate's."""

from candidates.register.views.parts import add_part
from training.racing.views.board import (
    round_race,
    round_race_many,
    round_race_sheet,
)
from training.racing.views.needed import round_race_compute, round_race_places
from training.racing.views.releasing import (
    round_release,
    round_reserve,
    round_reserve_act,
)
from training.racing.views.section import PART

add_part(PART)

__all__ = [
    "round_race",
    "round_race_compute",
    "round_race_many",
    "round_race_places",
    "round_race_sheet",
    "round_release",
    "round_reserve",
    "round_reserve_act",
]
