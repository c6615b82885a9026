"""Seed candidates, then time pages: queries, CPU, median and 95th percentile, size.

Then timetables: ours beside first come first served and a flow, on the same rounds.
`python -m bench timetables` measures only these.
"""

import argparse
import os
import platform
import resource
import statistics
import time
from collections.abc import Callable

from bench.timetables import compare

ROUNDS = 40


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("what", nargs="?", choices=["all", "timetables"], default="all")
    parser.add_argument("--candidates", type=int, default=20_000)
    parser.add_argument(
        "--sizes", type=lambda given: given.split(","), default=compare.USUAL
    )
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    given = parser.parse_args()
    if given.what == "all":
        measure_pages(given.candidates)
    for line in compare.lines(given.sizes, given.seeds):
        say(line)


def measure_pages(wanted: int) -> None:
    # Services of its own: neither the demo's nor the tests' data are touched.
    os.environ |= {"SPARK_PURPOSE": "bench", "DJANGO_SETTINGS_MODULE": "spark.settings"}
    import django  # noqa: PLC0415 -- settings are chosen above

    django.setup()
    from bench import pages, rosters, seed  # noqa: PLC0415 -- need Django set up

    people = seed.grow(wanted)
    say(f"{platform.machine()}, Python {platform.python_version()}, {people:,} people")
    say(f"{'page':34}{'queries':>8}{'CPU ms':>8}{'median':>8}{'p95':>8}{'kB':>7}")
    for name, call, queries in pages.all_pages():
        report(name, call, queries)
    for name, seconds, peak in rosters.measured():
        say(f"{name:34}{seconds:8.1f} s{peak:10.0f} MB peak of the process")


def report(name: str, call: Callable[[], int], queries: int) -> None:
    call()
    walls, size = [], 0
    began = resource.getrusage(resource.RUSAGE_SELF)
    for _ in range(ROUNDS):
        start = time.perf_counter()
        size = call()
        walls.append((time.perf_counter() - start) * 1000)
    ended = resource.getrusage(resource.RUSAGE_SELF)
    cpu = (ended.ru_utime + ended.ru_stime - began.ru_utime - began.ru_stime) * 1000
    middle, late = statistics.median(walls), sorted(walls)[int(ROUNDS * 0.95)]
    say(
        f"{name:34}{queries:8}{cpu / ROUNDS:8.1f}{middle:8.1f}{late:8.1f}"
        f"{size / 1024:7.0f}"
    )


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 -- this is its output


main()
