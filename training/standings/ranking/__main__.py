"""Standings by command, without a database: see `manage.py rank_results`."""

import argparse
import csv
import json
import os
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from training.standings.ranking.reading import BadFile, read
from training.standings.ranking.results import CannotRank
from training.standings.ranking.standing import Standings, standings

COLUMNS = ("candidate", "rank", "score", "rank_low", "rank_high", "p_in")


def arguments(given: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="manage.py rank_results",
        description="Rank candidates by the results of their trials. Rows that can't be"
        " are named and left out. The last line printed is JSON: how much is the"
        " person, room, hour, judge and chance.",
    )
    parser.add_argument("results", type=Path, metavar="RESULTS.csv")
    parser.add_argument("--out", type=Path, required=True, metavar="STANDINGS.csv")
    parser.add_argument(
        "--take", type=_share, default=0.2, help="share to take, default 0.2"
    )
    return parser.parse_args(given)


def _share(given: str) -> float:
    share = float(given)
    if not 0 < share < 1:
        raise argparse.ArgumentTypeError("a share lies between 0 and 1")
    return share


def main(given: list[str]) -> None:
    options = arguments(given)
    began = time.perf_counter()
    try:
        results, refused = read(options.results)
        for refusal in refused:
            print(refusal, file=sys.stderr)  # noqa: T201 -- its output
        found = standings(results, share=options.take)
        write(found, options.out)
    except (BadFile, CannotRank) as error:
        sys.exit(f"{error}")
    except OSError as error:
        sys.exit(f"{options.out}: {error.strerror}")
    said = summary(found) | {
        "refused": len(refused),
        "seconds": round(time.perf_counter() - began, 2),
    }
    print(json.dumps(said))  # noqa: T201 -- its output


def write(found: Standings, path: Path) -> None:
    """The whole file or none: what was there stays until the new one is complete."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with open(handle, "w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file, lineterminator="\n")
            rows.writerow(COLUMNS)
            for row in found.rows:
                rows.writerow([getattr(row, column) for column in COLUMNS])
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(name)
        raise


def summary(found: Standings) -> dict[str, Any]:
    """The last line; `spread` is standard deviations and correlations."""
    fitted = found.fitted
    rounded = {name: round(sd, 4) for name, sd in asdict(fitted.best.spread).items()}
    return {
        "candidates": len(found.rows),
        "results": len(fitted.measured.results),
        "take": found.take,
        "told_apart": round(found.told_apart, 4),
        "spread": rounded,
        "pulled": list(fitted.pulled),
    }


if __name__ == "__main__":
    main(sys.argv[1:])
