"""Places of directions and colleges, and who has or would have them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from training.racing.stages import TAKEN, Outcome

Key = tuple[int, int | None]  # direction, and campus or all of them


@dataclass
class Line:
    """Places of a direction, of all or of one college.

    Args:
        places: none where no quota binds.
        proposed: to take a place.
        held: released, and hasn't left since.
        noted: to take a place, not released yet.
        reserve: noted or released.
    """

    direction: int
    campus: int | None
    places: int | None = None
    proposed: int = 0
    held: int = 0
    noted: int = 0
    reserve: int = 0

    @property
    def free(self) -> int | None:
        """Places that nobody holds."""
        return None if self.places is None else self.places - self.held

    @property
    def left(self) -> int | None:
        """Places free once all that is noted is released."""
        return None if self.free is None else self.free - self.noted


class Places:
    """The lines of a round, by direction and college; without one, of all."""

    def __init__(self, quotas: Mapping[Key, int]) -> None:
        self.quotas = quotas
        self.lines: dict[Key, Line] = {}
        for key, places in quotas.items():
            self.lines[key] = Line(*key, places)

    def _both(self, direction: int, campus: int) -> Iterator[Line]:
        for key in ((direction, None), (direction, campus)):
            yield self.lines.setdefault(key, Line(*key))

    def add(
        self,
        direction: int,
        campus: int,
        *,
        proposed: str = "",
        noted: str = "",
        held: bool = False,
    ) -> None:
        """Count somebody in.

        Args:
            noted: the decision.
            held: it is released.
        """
        for line in self._both(direction, campus):
            line.proposed += proposed in TAKEN
            line.held += held and noted in TAKEN
            line.noted += not held and noted in TAKEN
            line.reserve += noted == Outcome.RESERVE

    def binding(self, direction: int, campus: int) -> list[Line]:
        """Those with a quota that somebody of the college counts in."""
        keys = ((direction, None), (direction, campus))
        return [self.lines[key] for key in keys if key in self.quotas]

    def has_room(self, direction: int, campus: int) -> bool:
        lines = self.binding(direction, campus)
        return all(line.free is None or line.free > 0 for line in lines)

    @property
    def overfull(self) -> list[Line]:
        """Those in which more would have a place than there are."""
        return [line for line in self.lines.values() if (line.left or 0) < 0]
