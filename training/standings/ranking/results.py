"""What goes into a ranking: results of trials; and why one may not be made."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

BAND = 2  # hours, of the day's twelve bands


class CannotRank(ValueError):
    """Why nobody can be ranked by these results."""


@dataclass(frozen=True)
class Result:
    """One trial's.

    Args:
        band: of the hours on air, as `band` has it.
        scores: (judge, score), of however many judges.
        also: what else sales may hang on, such as the share of paid viewers or 1 on a
            promotion day; what isn't there is 0.
    """

    trial: str
    candidate: str
    room: str
    band: int
    viewers: float
    gmv_fen: float
    scores: tuple[tuple[str, float], ...] = ()
    also: Mapping[str, float] = field(default_factory=dict)


def band(hour: int) -> int:
    """The first hour of the band that an hour of the day lies in."""
    return hour - hour % BAND


@dataclass(frozen=True)
class Minimum:
    """Of results, before somebody is ranked."""

    sessions: int = 3
    bands: int = 2

    def enough(self, results: Iterable[Result]) -> set[str]:
        """The candidates who have that many."""
        own: dict[str, list[int]] = defaultdict(list)
        for result in results:
            own[result.candidate].append(result.band)
        return {
            candidate
            for candidate, bands in own.items()
            if len(bands) >= self.sessions and len(set(bands)) >= self.bands
        }


def in_order(results: Iterable[Result]) -> Sequence[Result]:
    """By trial, so that nothing hangs on the order in which they came."""
    return sorted(results, key=lambda result: (result.trial, result.candidate))
