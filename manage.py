#!/usr/bin/env python3
"""Runs Spark's commands, in this checkout's own Python if there is one."""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(HERE, ".venv")
# Django takes longer to start than these take to work.
WITHOUT_DJANGO = {
    "rank_results": "training.standings.ranking",
    "solve_timetable": "training.solver",
}


def main():
    python = os.path.join(VENV, "bin", "python")
    elsewhere = os.path.realpath(sys.prefix) != os.path.realpath(VENV)
    if elsewhere and os.path.exists(python):
        os.execv(python, [python] + sys.argv)  # noqa: S606
    if not (3, 11) <= sys.version_info[:2] < (3, 14):
        version = ".".join(str(part) for part in sys.version_info[:2])
        sys.exit("Spark needs Python 3.11, 3.12 or 3.13; this is " + version)
    module = WITHOUT_DJANGO.get("".join(sys.argv[1:2]))
    if module:
        os.environ["PYTHONPATH"] = HERE
        os.execv(sys.executable, [sys.executable, "-m", module] + sys.argv[2:])  # noqa: S606
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spark.settings")
    try:
        import django.core.exceptions  # noqa: PLC0415 -- slow import
        import django.core.management  # noqa: PLC0415 -- slow import
    except ModuleNotFoundError as error:
        sys.exit("The package " + str(error.name) + " is missing: run make setup")
    try:
        from spark.local import CannotStart  # noqa: PLC0415 -- slow import
    except django.core.exceptions.ImproperlyConfigured as error:
        sys.exit(str(error))
    try:
        django.core.management.execute_from_command_line(sys.argv)
    except CannotStart as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
