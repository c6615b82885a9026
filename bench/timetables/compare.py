"""The methods on the same invented rounds, checked by `verify`, line by line."""

import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench.timetables.invent import SIZES, VARIANTS, invented
from training.solver import reading
from training.solver.figures import Figures, figures
from training.solver.problem import Event, Instance, Solution
from training.solver.verify import violations

SECONDS = {"S": 2, "M": 5, "L": 10, "XL": 90}  # ours may take
REPAIR = {"S": 1, "M": 2, "L": 6, "XL": 20}
USUAL = ("S", "M", "M-tight", "L")
HEADER = (
    f"{'timetable':13}{'method':9}{'coverage':>9}{'MAD %':>7}{'traffic %':>10}"
    f"{'broken':>7}{'seconds':>8}{'MB':>6}"
)
# Of a disturbance: today, frozen until, a room that closes, people who withdraw.
TODAY, FROZEN, LEAVE = 2, 3, 0.02
Json = dict[str, Any]


@dataclass(frozen=True)
class Done:
    """A plan that a method made; `peak` in MB."""

    solution: Solution
    seconds: float
    peak: float


class Bench:
    """One instance in a folder; each method leaves its plan beside it."""

    def __init__(self, folder: Path, kind: str, seed: int) -> None:
        self.size, _, variant = kind.partition("-")
        self.folder = folder
        given = invented(self.size, seed, variant or "std")
        self.instance = reading.instance(given)
        (folder / "instance").write_text(json.dumps(given))

    def run(self, method: str, out: str, *options: str) -> Done:
        target = self.folder / out
        done = subprocess.run(  # noqa: S603 -- our own
            [
                *(sys.executable, "-m", "bench.timetables", method),
                *(self.folder / "instance", target, *options),
            ],
            check=True,
            stdout=subprocess.PIPE,
        )
        said = json.loads(done.stdout)
        solution = reading.solution(json.loads(target.read_text()))
        return Done(solution, said["seconds"], said["peak"])

    def ours(self) -> Done:
        return self.run("ours", "ours", "--seconds", str(SECONDS[self.size]))

    def repaired(self, event: Json) -> Done:
        path = self.folder / "event"
        path.write_text(json.dumps(event))
        return self.run(
            *("ours", "repaired", "--seconds", str(REPAIR[self.size])),
            *("--base", str(self.folder / "ours"), "--event", str(path)),
        )


def kinds() -> list[str]:
    return [
        size if variant == "std" else f"{size}-{variant}"
        for size in SIZES
        for variant in VARIANTS
    ]


def lines(wanted: Sequence[str], seeds: Sequence[int]) -> Iterator[str]:
    """A table: every method on each kind of instance; what is broken should be 0."""
    yield HEADER
    for kind in wanted:
        for seed in seeds:
            with tempfile.TemporaryDirectory() as folder:
                yield from _of_one(Bench(Path(folder), kind, seed))


def _of_one(bench: Bench) -> Iterator[str]:
    instance = bench.instance
    usual = None
    for method in ("greedy", "flow"):
        done = bench.run(method, method)
        found = figures(instance, done.solution)
        usual = usual or found
        yield _line(instance, method, done, found, usual)
    ours = bench.ours()
    yield _line(instance, "ours", ours, figures(instance, ours.solution), usual)
    given = disturbed(instance, ours.solution)
    event = reading.event(given)
    done = bench.repaired(given)
    found = figures(instance, done.solution, ours.solution, event)
    against = (ours.solution, event)
    yield (
        _line(instance, "repaired", done, found, usual, *against)
        + f"  {found.changes.removed} changes for {found.changes.forced} forced"
    )


def _line(
    instance: Instance,
    method: str,
    done: Done,
    found: Figures,
    usual: Figures,
    *against: Solution | Event,
) -> str:
    """A row of the table; traffic is of the worst round, in per cent of greedy's."""
    broken = violations(instance, done.solution, *against).total()
    traffic = min(
        solved.mean / other.mean
        for solved, other in zip(found.rounds, usual.rounds, strict=True)
    )
    return (
        f"{instance.name:13}{method:9}{found.coverage:9.2f}{found.mad:7.2f}"
        f"{100 * traffic:10.1f}{broken:7}{done.seconds:8.2f}{done.peak:6.0f}"
    )


def disturbed(instance: Instance, solution: Solution) -> Json:
    """The room with most people after the frozen days closes; a few withdraw."""
    rooms = Counter(
        instance.slot[slot].room
        for _, slot, _ in solution.assignments
        if instance.slot[slot].day > FROZEN
    )
    everybody = [candidate.id for candidate in instance.candidates]
    chance = np.random.default_rng(len(everybody))
    leaving = chance.choice(everybody, round(LEAVE * len(everybody)), replace=False)
    return {
        "now_day": TODAY,
        "freeze_until_day": FROZEN,
        "closed_rooms": [room for room, _ in rooms.most_common(1)],
        "closed_from_day": FROZEN + 1,
        "withdrawn": sorted(leaving.tolist()),
    }
