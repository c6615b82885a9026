"""A reviewer's marks of an anchor clip beside the office's."""

from dataclasses import dataclass

from candidates.screening.models import Anchor, AnchorMark, Calibration, CalibrationMark
from candidates.screening.rules import NOT_ASSESSED


@dataclass(frozen=True)
class Beside:
    """A criterion: own, reference, and how far one is above, if that can be said."""

    own: CalibrationMark | None
    reference: AnchorMark
    apart: int | None

    @property
    def tone(self) -> str:
        far = abs(self.apart or 0)
        return "ok" if far == 0 else "warn" if far == 1 else "bad"


@dataclass(frozen=True)
class Compared:
    """`same` and `near` count criteria: alike, and at most one apart."""

    anchor: Anchor
    calibration: Calibration
    lines: list[Beside]

    @property
    def said(self) -> list[int]:
        return [line.apart for line in self.lines if line.apart is not None]

    @property
    def same(self) -> int:
        return sum(apart == 0 for apart in self.said)

    @property
    def near(self) -> int:
        return sum(abs(apart) <= 1 for apart in self.said)

    @property
    def mean(self) -> float | None:
        """How much milder on average; below 0: stricter."""
        return sum(self.said) / len(self.said) if self.said else None


def compared(calibration: Calibration) -> Compared:
    """Of a locked one: nothing of the reference is for anybody before."""
    own = {mark.criterion_id: mark for mark in calibration.marks.all()}
    marks = sorted(
        calibration.anchor.marks.all(), key=lambda mark: mark.criterion.order
    )
    lines = [_beside(own.get(mark.criterion_id), mark) for mark in marks]
    return Compared(calibration.anchor, calibration, lines)


def _beside(own: CalibrationMark | None, reference: AnchorMark) -> Beside:
    values = (own.value if own else None) or NOT_ASSESSED, reference.value
    apart = None if NOT_ASSESSED in values else values[0] - values[1]
    return Beside(own, reference, apart)
