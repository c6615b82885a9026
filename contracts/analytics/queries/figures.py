"""The figures as the page and the file show them; a day has 24 hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from candidates.register.models import Candidate
from candidates.register.stages import ROAD, Stage

STAGES = [Stage.REGISTERED, *ROAD]
DAY = timedelta(days=1)
Named = Sequence[tuple[object, int]]


def in_days(duration: timedelta | None) -> float | None:
    return None if duration is None else round(duration / DAY, 1)


@dataclass(frozen=True)
class Cell:
    """Who is in a stage now: how many, their median days in it, how many overdue."""

    stage: Stage
    people: int
    median: float | None
    overdue: int


@dataclass(frozen=True)
class Line:
    """A college or batch, with a cell per stage."""

    key: str
    cells: Sequence[Cell]


@dataclass(frozen=True)
class StageLine:
    """A stage: who came, went on and left; who is in it now, and for whom they wait.

    Args:
        median, late: within how many days half and four fifths of those who went on
            did so.
        stayed: the median days in it of those who left.
        reasons: (label, people) of those who left.
        waits: (role, people) of those in it now.
        longest: who is in it longest, and `longest_days` how long.
    """

    stage: Stage
    entered: int
    gone_on: int
    left: int
    now: Cell
    median: float | None = None
    late: float | None = None
    stayed: float | None = None
    reasons: Named = ()
    waits: Named = ()
    longest: Candidate | None = None
    longest_days: float | None = None

    @property
    def last(self) -> bool:
        return self.stage == ROAD[-1]

    @property
    def share(self) -> int | None:
        """Per cent who went on, of all who entered."""
        if self.last or not self.entered:
            return None
        return round(100 * self.gone_on / self.entered)


@dataclass(frozen=True)
class Numbers:
    """All the page shows, as of a moment."""

    at: datetime
    stages: Sequence[StageLine]
    campuses: Sequence[Line]
    batches: Sequence[Line]

    @property
    def total(self) -> int:
        return self.stages[0].entered

    @property
    def underway(self) -> int:
        """From screening to signing."""
        return sum(line.now.people for line in self.stages[1:-1])

    @property
    def staying(self) -> int:
        """All who haven't left."""
        return sum(line.now.people for line in self.stages)

    @property
    def overdue(self) -> int:
        return sum(line.now.overdue for line in self.stages)

    @property
    def hired(self) -> int:
        return self.stages[-1].entered

    @property
    def left(self) -> int:
        return sum(line.left for line in self.stages)
