"""Seed candidates, then time pages: queries, CPU, median and 95th percentile, size.

Then the board of many decisions and their release, a round's standings, race and
release, the API, and timetables: ours beside first come first served and a flow, on the
same rounds, standings held against a known truth, first visits on a phone, a class that
applies at once, a hall that polls the live board, and groups that are told. `python -m
bench timetables`, `standings`, `phone`, `applying`, `live`, `groups`, `decisions`,
`racing` and `api` measure only these; `api --candidates 1000000` has services of its
own and grows them, once, in minutes.
"""

import argparse
import os
import platform
import resource
import statistics
import time
from collections.abc import Callable

from bench.standings import compare as standings
from bench.timetables import compare

ROUNDS = 40
USUAL = 20_000
POLLERS = 1_000  # of the live board


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench")
    what = ["all", "api", "applying", "decisions", "groups", "live", "phone"]
    what += ["racing", "standings", "timetables"]
    parser.add_argument("what", nargs="?", choices=what, default="all")
    parser.add_argument("--candidates", type=int, default=USUAL)
    parser.add_argument(
        "--sizes", type=lambda given: given.split(","), default=compare.USUAL
    )
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument(
        "--minutes", type=float, default=2, help="within which 300 students apply"
    )
    parser.add_argument(
        "--seconds", type=float, default=60, help="that a hall polls the live board"
    )
    given = parser.parse_args()
    if given.what in ("decisions", "racing"):
        set_up_django(f"bench-{given.what}")
    elif given.what not in ("timetables", "standings", "applying", "live"):
        set_up(given.candidates)
    if given.what == "all":
        measure_pages()
    if given.what in ("all", "decisions"):
        measure_decisions()
    if given.what in ("all", "racing"):
        measure_racing()
    if given.what in ("all", "api"):
        measure_api()
    if given.what in ("all", "phone"):
        measure_phone()
    if given.what in ("all", "applying"):
        measure_applying(given.minutes)
    if given.what in ("all", "live"):
        measure_live(given.seconds)
    if given.what in ("all", "groups"):
        measure_groups()
    if given.what in ("all", "timetables"):
        for line in compare.lines(given.sizes, given.seeds):
            say(line)
    if given.what in ("all", "standings"):
        for line in standings.lines(given.seeds):
            say(line)


def set_up(wanted: int) -> None:
    """Services of their own: neither the demo's nor the tests' data are touched."""
    set_up_django("bench" if wanted <= USUAL else f"bench-{wanted}")
    from django.db import connection  # noqa: PLC0415 -- need Django set up

    from bench import many, seed  # noqa: PLC0415

    seed.grow(min(wanted, USUAL))
    people = many.multiply(wanted)
    with connection.cursor() as ask:
        ask.execute("ANALYZE")  # what was just written is known to the planner
    say(f"{platform.machine()}, Python {platform.python_version()}, {people:,} people")


def set_up_django(purpose: str) -> None:
    os.environ |= {"SPARK_PURPOSE": purpose, "DJANGO_SETTINGS_MODULE": "spark.settings"}
    import django  # noqa: PLC0415 -- settings are chosen above

    django.setup()


def measure_pages() -> None:
    from bench import calendars, pages, rosters  # noqa: PLC0415 -- need Django set up

    head()
    for name, call, queries in pages.all_pages():
        report(name, call, queries)
    for name, call, queries in calendars.pages(pages.person("office")):
        report(name, call, queries)
    for name, seconds, peak in rosters.measured():
        say(f"{name:34}{seconds:8.1f} s{peak:10.0f} MB peak of the process")


def head() -> None:
    say(f"{'page':34}{'queries':>8}{'CPU ms':>8}{'median':>8}{'p95':>8}{'kB':>7}")


def measure_decisions() -> None:
    """The board of many, beside the same page with nobody on it; then the release."""
    from bench import decisions  # noqa: PLC0415 -- needs Django set up

    decisions.seed()
    head()
    for name, call, queries in decisions.pages():
        report(name, call, queries)
    for name, seconds, peak in decisions.releasing():
        say(f"{name:34}{seconds:8.1f} s{peak:10.0f} MB peak of the process")


def measure_racing() -> None:
    from bench import racing  # noqa: PLC0415 -- needs Django set up

    round_ = racing.seed()
    head()
    for name, call, queries in racing.pages(round_):
        report(name, call, queries)
    for name, seconds, peak in racing.acts(round_):
        say(f"{name:34}{seconds:8.1f} s{peak:10.0f} MB peak of the process")


def measure_api() -> None:
    from bench import api  # noqa: PLC0415 -- needs Django set up

    say(f"{'API':34}{'queries':>8}{'CPU ms':>8}{'of db':>8}{'a second':>9}{'kB':>7}")
    for name, one in api.measured():
        say(
            f"{name:34}{one.queries:8}{one.web:8.2f}{one.database:8.2f}"
            f"{one.rate:9.0f}{one.size / 1024:7.1f}"
        )


def measure_phone() -> None:
    from bench import phone  # noqa: PLC0415 -- needs Django set up

    say(f"{'first visit':34}{'kB':>7}{'LCP ms':>8}{'3G, CPU/4':>11}")
    for name, size, fast, slow in phone.measured():
        say(f"{name:34}{size:7.1f}{fast:8.0f}{slow:11.0f}")


def measure_live(seconds: float) -> None:
    set_up_django("bench")
    from bench import live  # noqa: PLC0415 -- needs Django set up

    for line in live.lines(POLLERS, seconds):
        say(line)


def measure_groups() -> None:
    from bench import groups  # noqa: PLC0415 -- needs Django set up

    for line in groups.lines():
        say(line)


def measure_applying(minutes: float) -> None:
    """At a Spark with a folder of its own: the bench's database is not asked."""
    set_up_django("bench")
    from bench import applying  # noqa: PLC0415 -- needs Django set up

    for line in applying.lines(minutes):
        say(line)


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
