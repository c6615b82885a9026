"""The demo's candidates were reminded yesterday of what comes today."""

from candidates.demo import Cast
from spark.accounts.scope import SYSTEM
from training.hosts import actions as hosts
from training.trials import actions as trials


def remind(cast: Cast) -> None:
    at = cast.clock.at(1, "17:05")
    trials.remind(actor=SYSTEM, at=at)
    hosts.remind(actor=SYSTEM, at=at)
