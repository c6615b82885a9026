"""One plan by one method, in a process of its own so that its memory is its own.

Prints as JSON how long the search took, once loaded and compiled, and the peak in MB.
"""

import argparse
import io
import json
import re
import sys
import time
from contextlib import redirect_stdout
from pathlib import Path

from training.solver import reading
from training.solver.problem import Solution

METHODS = ("greedy", "flow", "ours")


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.timetables")
    parser.add_argument("method", choices=METHODS)
    parser.add_argument("instance", type=Path)
    parser.add_argument("out", type=Path)
    given, rest = parser.parse_known_args()
    if given.method == "ours":
        seconds = by_command([str(given.instance), "--out", str(given.out), *rest])
    else:
        seconds = by_baseline(given.method, given.instance, given.out)
    print(json.dumps({"seconds": seconds, "peak": peak()}))  # noqa: T201 -- its output


def by_command(arguments: list[str]) -> float:
    """What `manage.py solve_timetable` gives its process over to."""
    from training.solver.__main__ import main as command  # noqa: PLC0415

    with redirect_stdout(io.StringIO()) as said:
        command(arguments)
    return json.loads(said.getvalue().splitlines()[-1])["seconds"]


def by_baseline(method: str, instance: Path, out: Path) -> float:
    from bench.timetables import baselines  # noqa: PLC0415 -- slow import
    from training.solver.compiling import (  # noqa: PLC0415 -- slow import
        compiled,
    )
    from training.solver.figures import (  # noqa: PLC0415 -- only here
        figures,
    )

    given = reading.instance(json.loads(instance.read_text()))
    problem = compiled(given)
    began = time.perf_counter()
    plan: Solution = baselines.greedy(problem)
    if method == "flow":
        targets = [round_.mean for round_ in figures(given, plan).rounds]
        began = time.perf_counter()
        plan = baselines.flow(problem, targets)
    seconds = time.perf_counter() - began
    out.write_text(json.dumps(plan.as_json()))
    return seconds


def peak() -> float:
    """Peak memory of this process; `ru_maxrss` would count its parent's too."""
    status = Path("/proc/self/status")
    if status.exists():
        found = re.search(r"VmHWM:\s+(\d+)", status.read_text())
        return int(found[1]) / 1024 if found else 0.0
    import resource  # noqa: PLC0415 -- not everywhere

    divisor = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / divisor


if __name__ == "__main__":
    main()
