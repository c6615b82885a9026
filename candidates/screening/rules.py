"""What marks come to: the weighted score, whether it passes, when two differ."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

PASSES_AT = Decimal(3)  # "what is asked for": the words for 3
NOT_ASSESSED = 0
DIFFERS_BY = 2


@dataclass(frozen=True)
class Given:
    """A mark from 1 to 5, or 0, with what its criterion says of it."""

    criterion: int
    value: int
    weight: int
    knock_out: bool = False


def given(marks: Iterable[Any]) -> list[Given]:
    """Of rows with a `value` and a `criterion`; what is undecided is left out."""
    return [
        Given(
            mark.criterion_id,
            mark.value,
            mark.criterion.weight,
            mark.criterion.knock_out,
        )
        for mark in marks
        if mark.value is not None
    ]


def score(marks: Iterable[Given]) -> Decimal | None:
    """The weighted mean of what was assessed, to two places."""
    assessed = [mark for mark in marks if mark.value != NOT_ASSESSED]
    weight = sum(mark.weight for mark in assessed)
    if not weight:
        return None
    total = Decimal(sum(mark.weight * mark.value for mark in assessed))
    return (total / weight).quantize(Decimal("0.01"), ROUND_HALF_UP)


def knocked_out(marks: Iterable[Given]) -> bool:
    return any(mark.knock_out and mark.value == 1 for mark in marks)


def passes(marks: Iterable[Given]) -> bool:
    """A score of 3 or more, and no 1 where that fails the whole."""
    given = list(marks)
    found = score(given)
    return found is not None and found >= PASSES_AT and not knocked_out(given)


def spreads(reviews: Iterable[Iterable[Given]]) -> Mapping[int, int]:
    """How far apart the highest and lowest mark of each criterion are."""
    values: dict[int, list[int]] = {}
    for marks in reviews:
        for mark in marks:
            if mark.value != NOT_ASSESSED:
                values.setdefault(mark.criterion, []).append(mark.value)
    return {key: max(found) - min(found) for key, found in values.items()}


def median(scores: Iterable[Decimal]) -> Decimal | None:
    """The middle one, so that a third settles what two see differently."""
    found = sorted(scores)
    if not found:
        return None
    half = len(found) // 2
    middle = found[half] if len(found) % 2 else (found[half - 1] + found[half]) / 2
    return middle.quantize(Decimal("0.01"), ROUND_HALF_UP)


def differ(first: Iterable[Given], second: Iterable[Given]) -> bool:
    """A criterion two or more apart, or one passes and the other doesn't."""
    pair = [list(first), list(second)]
    apart = any(spread >= DIFFERS_BY for spread in spreads(pair).values())
    return apart or passes(pair[0]) != passes(pair[1])
