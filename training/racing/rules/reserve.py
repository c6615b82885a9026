"""Who moves up when a qualified place falls free."""

from collections import Counter
from collections.abc import Iterable

from training.racing import queries
from training.racing.models import RoundDecision
from training.trials.models import Round


class Held:
    """Places of those qualified in a last round: how many there are, and are held.

    A direction without a quota has as many as were qualified at the release.
    """

    def __init__(self, round_: Round) -> None:
        self.places = queries.quotas_of(round_)
        self.held: Counter[tuple[int, int | None]] = Counter()
        given: Counter[tuple[int, int | None]] = Counter()
        for direction, campus, was, now in queries.places_held(round_):
            self.held[direction, None] += now
            self.held[direction, campus] += now
            given[direction, None] += was
        for key, number in given.items():
            self.places.setdefault(key, number)

    def free(self, direction: int, campus: int | None = None) -> int:
        """Places that nobody holds, in the direction or of the college in it."""
        key = direction, campus
        return max(self.places.get(key, 0) - self.held[key], 0)

    def has_room(self, direction: int, campus: int) -> bool:
        if self.free(direction) < 1:
            return False
        return (direction, campus) not in self.places or self.free(
            direction, campus
        ) > 0


def next_up(waiting: Iterable[RoundDecision], held: Held) -> dict[int, RoundDecision]:
    """By direction, the first in order for whom a place is free.

    Who is before them is of a college whose own places are all held.
    """
    found: dict[int, RoundDecision] = {}
    for one in waiting:
        direction, campus = one.candidate.direction_id, one.candidate.campus_id
        if direction not in found and held.has_room(direction, campus):
            found[direction] = one
    return found
