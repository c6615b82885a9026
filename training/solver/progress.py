"""How far a search is."""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """How far the search is, 0 to 1, and how good the plan would be, in per cent.

    Args:
        bound_coverage: no plan covers more; `bound_mad`: no plan with this mean traffic
            deviates less. Both of each candidate alone.
    """

    share: float
    coverage: float
    mad: float
    bound_coverage: float
    bound_mad: float


Report = Callable[[Progress], None]


def ignore(progress: Progress) -> None:
    pass


class Watch:
    """Reports how far the search is, and says when its time is up.

    Args:
        end: when, by `time.thread_time`, so that a busy machine changes no plan.
        moves: how many the search makes in all.
        step: moves between two reports, about.
    """

    def __init__(self, end: float, moves: int, step: int, report: Report) -> None:
        self.end, self.moves, self.step, self.report = end, moves, max(step, 1), report
        self.done = 0

    def tell(self, moves: int, **figures: float) -> None:
        self.done += moves
        share = min(self.done / max(self.moves, 1), 1.0)
        self.report(Progress(share, **figures))

    def is_late(self) -> bool:
        return self.done < self.moves and time.thread_time() > self.end
