"""Results from a CSV file, row by row: what can't be is refused, with the reason."""

import csv
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from training.standings.ranking.results import Result, band

NUMBERS = (
    *("minutes", "pv", "uv", "watch_seconds", "interacting_uv", "new_followers"),
    *("click_uv", "buyers", "orders", "gmv_fen", "refund_fen"),
)
TEXTS = ("trial", "candidate", "room", "start")
AT_MOST = (
    *(("buyers", "orders"), ("buyers", "click_uv"), ("click_uv", "uv"), ("uv", "pv")),
    ("refund_fen", "gmv_fen"),
)
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
SCORE = re.compile(r"score_(\d+)", re.ASCII)
LONGEST = 100  # of a name, in letters; of a row:
LINE = 100_000
SHOWN = 30  # letters of what was wrong
Cells = Mapping[str, str]


class BadFile(ValueError):
    """A file that can't be read at all; says why."""


class Wrong(ValueError):
    """Why a row can't be."""


@dataclass(frozen=True)
class Refusal:
    """A row that isn't counted; the first line of a file is 1."""

    line: int
    trial: str
    why: str

    def __str__(self) -> str:
        of = f", trial {self.trial}" if self.trial else ""
        return f"line {self.line}{of}: {self.why}"


def read(path: Path) -> tuple[list[Result], list[Refusal]]:
    """Raises BadFile."""
    lines = _lines(path)
    header = _header(path, lines[0])
    results: dict[str, Result] = {}
    refused = []
    for number, line in enumerate(lines[1:], 2):
        if not line.strip():
            continue
        cells: Cells = {}
        try:
            cells = dict(zip(header, _cells(line, len(header)), strict=True))
            found = _result(cells)
            if found.trial in results:
                raise Wrong("a trial that is there already")
            results[found.trial] = found
        except Wrong as error:
            refused.append(Refusal(number, _shown(cells.get("trial", "")), f"{error}"))
    return list(results.values()), refused


def _lines(path: Path) -> list[str]:
    """One row a line: a quote left open spoils its own row only."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise BadFile(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BadFile(f"{path}: is not UTF-8 at byte {error.start}") from error
    return re.split("\r\n|\n|\r", text)


def _header(path: Path, line: str) -> list[str]:
    try:
        header = [name.strip() for name in _cells(line)]
    except Wrong as error:
        raise BadFile(f"{path}: the header: {error}") from error
    missing = [name for name in (*TEXTS, *NUMBERS) if name not in header]
    if missing:
        raise BadFile(f"{path}: the header lacks {', '.join(missing)}")
    twice = sorted({_shown(name) for name in header if name and header.count(name) > 1})
    if twice:
        raise BadFile(f"{path}: the header has {', '.join(twice)} twice")
    return header


def _cells(line: str, count: int | None = None) -> Sequence[str]:
    if len(line) > LINE:
        raise Wrong(f"{len(line):,} letters are no row")
    try:
        cells = next(csv.reader([line], strict=True), [])
    except csv.Error as error:
        raise Wrong(f"quotes: {error}") from error
    if count is not None and len(cells) != count:
        raise Wrong(f"{len(cells)} cells, where the header has {count}")
    return cells


def _result(cells: Cells) -> Result:
    names = {name: _name(name, cells[name]) for name in TEXTS}
    numbers = {name: _number(name, cells[name]) for name in NUMBERS}
    for part, whole in AT_MOST:
        if numbers[part] > numbers[whole]:
            raise Wrong(
                f"{part} {cells[part].strip()} is more than"
                f" {whole} {cells[whole].strip()}"
            )
    return Result(
        trial=names["trial"],
        candidate=names["candidate"],
        room=names["room"],
        band=band(_hour(names["start"])),
        viewers=numbers["uv"],
        gmv_fen=numbers["gmv_fen"],
        scores=tuple(_scores(cells)),
    )


def _name(column: str, cell: str) -> str:
    name = cell.strip()
    if not name:
        raise Wrong(f"{column} is empty")
    if len(name) > LONGEST:
        raise Wrong(f"{column} “{_shown(name)}” is longer than {LONGEST} letters")
    return name


def _number(column: str, cell: str) -> float:
    is_one = len(cell) <= LONGEST and NUMBER.fullmatch(cell.strip())
    value = float(cell) if is_one else math.nan
    if not math.isfinite(value):
        raise Wrong(f"{column} “{_shown(cell)}” is not a number")
    if value < 0:
        raise Wrong(f"{column} {_shown(cell)} is negative")
    return value


def _hour(start: str) -> int:
    try:
        return datetime.fromisoformat(start).hour
    except ValueError as error:
        raise Wrong(f"start “{_shown(start)}” is no time") from error


def _scores(cells: Cells) -> Iterator[tuple[str, float]]:
    """A judge without a score hasn't judged; a score without one is by nobody named."""
    for column, cell in cells.items():
        found = SCORE.fullmatch(column)
        if found and cell.strip():
            judge = cells.get(f"judge_{found[1]}", "").strip()
            if len(judge) > LONGEST:
                raise Wrong(f"judge_{found[1]} is longer than {LONGEST} letters")
            yield judge, _number(column, cell)


def _shown(text: str) -> str:
    text = text.strip()
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
