"""Seed candidates, then time pages: queries, CPU, median and 95th percentile, size.

Then the API, and timetables: ours beside first come first served and a flow, on the
same rounds. `python -m bench timetables` and `python -m bench api` measure only these;
`api --candidates 1000000` has services of its own and grows them, once, in minutes.
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
USUAL = 20_000


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument(
        "what", nargs="?", choices=["all", "api", "timetables"], default="all"
    )
    parser.add_argument("--candidates", type=int, default=USUAL)
    parser.add_argument(
        "--sizes", type=lambda given: given.split(","), default=compare.USUAL
    )
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    given = parser.parse_args()
    if given.what != "timetables":
        set_up(given.candidates)
    if given.what == "all":
        measure_pages()
    if given.what in ("all", "api"):
        measure_api()
    if given.what != "api":
        for line in compare.lines(given.sizes, given.seeds):
            say(line)


def set_up(wanted: int) -> None:
    """Services of their own: neither the demo's nor the tests' data are touched."""
    purpose = "bench" if wanted <= USUAL else f"bench-{wanted}"
    os.environ |= {"SPARK_PURPOSE": purpose, "DJANGO_SETTINGS_MODULE": "spark.settings"}
    import django  # noqa: PLC0415 -- settings are chosen above

    django.setup()
    from bench import many, seed  # noqa: PLC0415 -- need Django set up

    seed.grow(min(wanted, USUAL))
    people = many.multiply(wanted)
    say(f"{platform.machine()}, Python {platform.python_version()}, {people:,} people")


def measure_pages() -> None:
    from bench import pages, rosters  # noqa: PLC0415 -- need Django set up

    say(f"{'page':34}{'queries':>8}{'CPU ms':>8}{'median':>8}{'p95':>8}{'kB':>7}")
    for name, call, queries in pages.all_pages():
        report(name, call, queries)
    for name, seconds, peak in rosters.measured():
        say(f"{name:34}{seconds:8.1f} s{peak:10.0f} MB peak of the process")


def measure_api() -> None:
    from bench import api  # noqa: PLC0415 -- needs Django set up

    say(f"{'API':34}{'queries':>8}{'CPU ms':>8}{'of db':>8}{'a second':>9}{'kB':>7}")
    for name, one in api.measured():
        say(
            f"{name:34}{one.queries:8}{one.web:8.2f}{one.database:8.2f}"
            f"{one.rate:9.0f}{one.size / 1024:7.1f}"
        )


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
