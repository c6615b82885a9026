"""The timetable by command, without a database: see `manage.py solve_timetable`."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from training.solver import reading
from training.solver.bound import LARGEST, SMALL, Bound, bound
from training.solver.compiling import compiled
from training.solver.figures import Figures, figures
from training.solver.problem import BadInstance, disturbed
from training.solver.solve import Outcome, solve
from training.solver.verify import violations


def arguments(given: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="manage.py solve_timetable",
        description="Make a timetable of trials, or repair one. The last line printed"
        " is JSON: coverage and fairness in per cent, bounds, time, what ended it.",
    )
    parser.add_argument("instance", type=Path, metavar="INSTANCE.json")
    parser.add_argument("--out", type=Path, required=True, metavar="SOLUTION.json")
    parser.add_argument("--seconds", type=float, default=10, help="at most, default 10")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--base", type=Path, help="the plan to repair")
    parser.add_argument("--event", type=Path, help="what happened to it")
    parser.add_argument(
        "--bound",
        action="store_true",
        help="the stronger bound for more than 60 people too: takes 150 MB more",
    )
    parser.add_argument("--price", type=float, help="of a change, in viewers")
    return parser.parse_args(given)


def read(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise BadInstance(f"{path}: {error}") from error


def main(given: list[str]) -> None:
    options = arguments(given)
    try:
        instance = reading.instance(read(options.instance))
        base = reading.solution(read(options.base)) if options.base else None
        event = reading.event(read(options.event)) if options.event else None
    except BadInstance as error:
        sys.exit(f"{error}")
    outcome = solve(
        instance,
        seconds=options.seconds,
        seed=options.seed,
        base=base,
        event=event,
        price=options.price,
    )
    broken = violations(instance, outcome.solution, base, event)
    if broken:
        sys.exit(f"not lawful, not saved: {dict(broken)}")
    options.out.write_text(json.dumps(outcome.solution.as_json()))
    found = figures(instance, outcome.solution, base, event)
    problem = compiled(disturbed(instance, event))
    least = bound(
        problem,
        found,
        base=base,
        event=event,
        largest=LARGEST if options.bound else SMALL,
    )
    print(json.dumps(summary(outcome, found, least)))  # noqa: T201 -- its output


def summary(outcome: Outcome, found: Figures, least: Bound) -> dict[str, Any]:
    """The last line; `rounds` is the mean traffic by round."""
    changes = found.changes
    return {
        "coverage": round(found.coverage, 3),
        "mad": round(found.mad, 3),
        "bound_coverage": round(least.coverage, 3),
        "bound_mad": round(least.mad, 3),
        "bound_by_programme": least.by_programme,
        "rounds": {round_.round: round(round_.mean, 1) for round_ in found.rounds},
        "mentor_room_changes": found.mentor_room_changes,
        "changes": None if changes is None else changes.removed,
        "forced": None if changes is None else changes.forced,
        "seconds": round(outcome.seconds, 2),
        "stopped_by": outcome.stopped_by,
    }


if __name__ == "__main__":
    main(sys.argv[1:])
