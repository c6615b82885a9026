"""Who comes first of those who stand level."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from training.trials.stages import Ties


@dataclass(frozen=True)
class Level:
    """What decides between people of one rank.

    Args:
        judged: the mean of the judges' scores, none where nobody judged.
    """

    candidate: int
    rank: int
    trials: int
    judged: float | None = None


def lot(round_: int, candidate: int) -> str:
    """Drawn by SHA-256 of both numbers: whoever doubts it draws it again."""
    return hashlib.sha256(f"{round_}:{candidate}".encode()).hexdigest()


def in_order(people: Iterable[Level], ties: Ties, round_: int) -> list[int]:
    """The candidates, the best first, no two of them level."""

    def turn(one: Level) -> tuple:
        judged = one.judged is None, -(one.judged or 0)
        by = {
            Ties.TRIALS: (-one.trials, judged),
            Ties.JUDGES: (judged, -one.trials),
            Ties.LOT: (),
        }
        return one.rank, *by[ties], lot(round_, one.candidate)

    return [one.candidate for one in sorted(people, key=turn)]
