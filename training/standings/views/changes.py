"""What differs between a round's standings and those before."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from training.standings.load import kept_inputs
from training.standings.models import Standing
from training.standings.queries import candidates_named

MOST = 20  # of results named
FEN = 100


@dataclass(frozen=True)
class Changed:
    """A trial's sales before and now, in yuan; None where it didn't count."""

    trial: int
    candidate: Any
    before: float | None
    now: float | None


@dataclass(frozen=True)
class Changes:
    """Of results, `more` of them not named; `rule` if the terms differ, too."""

    results: tuple[Changed, ...]
    more: int
    rule: bool


def changes(before: Standing, now: Standing) -> Changes:
    """Each result that came, went, or isn't what it was."""
    old, new = kept_inputs(before), kept_inputs(now)
    was = {row["trial"]: row for row in old.rows}
    is_now = {row["trial"]: row for row in new.rows}
    other = [key for key in sorted(was | is_now) if was.get(key) != is_now.get(key)]
    named = other[:MOST]
    people = candidates_named(
        (is_now.get(key) or was[key])["candidate"] for key in named
    )
    found = tuple(
        Changed(
            key,
            people.get((is_now.get(key) or was[key])["candidate"]),
            _yuan(was.get(key)),
            _yuan(is_now.get(key)),
        )
        for key in named
    )
    terms = [
        (one.take, one.quotas, one.sessions, one.among, one.belongs)
        for one in (old, new)
    ]
    return Changes(found, len(other) - len(named), terms[0] != terms[1])


def _yuan(row: Mapping[str, Any] | None) -> float | None:
    return None if row is None else row["gmv_fen"] / FEN
