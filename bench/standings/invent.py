"""Invented campaigns whose truth is known: how well everybody really sells."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from training.standings.ranking.results import Result

BANDS = (6, 10, 12, 14, 18, 20, 22)
BUSY = (0.5, 0.8, 1.1, 0.7, 1.5, 1.9, 0.9)  # viewers, beside the average hour
PANEL = 6  # judges, of whom each trial has some
LOWEST, MIDDLE, HIGHEST = 1, 3, 5  # of a score
USUAL_VIEWERS, YUAN_EACH = 900, 0.6
TRAITS = ("sells", "pleases")


@dataclass(frozen=True)
class Campaign:
    """What came of it, and by candidate how well they really sell."""

    results: tuple[Result, ...]
    truth: dict[str, float]


@dataclass(frozen=True)
class World:
    """Standard deviations of what sales and scores hang on; how many of each.

    Args:
        seen: correlation of what judges see with what sells.
        same_day: of what a day does to sales and to what judges see.
    """

    people: int = 300
    sessions: int = 3
    rooms: int = 12
    judges: int = 2
    sells: float = 0.3
    day: float = 0.5
    room: float = 0.2
    pleases: float = 0.6
    shine: float = 0.5
    error: float = 0.9
    lenient: float = 0.3
    seen: float = 0.8
    same_day: float = 0.2


USUAL = World()


def invented(seed: int, world: World = USUAL) -> Campaign:
    """The same for the same seed."""
    chance = np.random.default_rng(seed)
    people = _pair(chance, world.people, world.sells, world.pleases, world.seen)
    rooms = chance.normal(0, world.room, world.rooms)
    leniency = chance.normal(0, world.lenient, PANEL)
    names = [f"candidate-{n:04}" for n in range(world.people)]
    results = []
    for who in range(world.people):
        for of, (day, shine) in enumerate(
            _pair(chance, world.sessions, world.day, world.shine, world.same_day)
        ):
            room, hour = (int(chance.integers(k)) for k in (world.rooms, len(BANDS)))
            draw = USUAL_VIEWERS * BUSY[hour] * np.exp(rooms[room])
            viewers = int(draw * chance.lognormal(0, 0.3)) + 1
            sold = np.exp(people[who, 0] + rooms[room] / 2 + day)
            seen = people[who, 1] + shine + chance.normal(0, world.error, PANEL)
            panel = chance.permutation(PANEL)[: world.judges].tolist()
            results.append(
                Result(
                    trial=f"trial-{who:04}-{of}",
                    candidate=names[who],
                    room=f"room-{room}",
                    band=BANDS[hour],
                    viewers=viewers,
                    gmv_fen=int(100 * YUAN_EACH * viewers * sold),
                    scores=tuple(_scores(panel, seen + leniency)),
                )
            )
    return Campaign(
        tuple(results), dict(zip(names, people[:, 0].tolist(), strict=True))
    )


def _pair(
    chance: np.random.Generator, count: int, one: float, other: float, together: float
) -> Any:
    """Rows of two normal numbers that go together."""
    both = together * one * other
    return chance.multivariate_normal(
        (0, 0), ((one**2, both), (both, other**2)), count, method="cholesky"
    )


def _scores(panel: list[int], seen: Any) -> Iterator[tuple[str, float]]:
    for judge in panel:
        score = np.clip(round(MIDDLE + seen[judge], 1), LOWEST, HIGHEST)
        yield f"judge-{judge}", float(score)
