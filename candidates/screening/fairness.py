"""Whether groups pass at like rates: intervals, four fifths, and who isn't shown."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import sqrt

FEW = 10
FOUR_FIFTHS = Fraction(4, 5)
Z = 1.959964  # 95 % of a normal distribution lie within so many deviations


def wilson(passed: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share, by the score.

    Wilson, "Probable inference, the law of succession, and statistical inference",
    Journal of the American Statistical Association 22 (1927). Unlike the usual
    p ± 1.96 s it holds for few people and for shares near 0 and 1.
    """
    share, square = passed / of, Z * Z / of
    middle = share + square / 2
    half = Z * sqrt(share * (1 - share) / of + square / (4 * of))
    low, high = (middle - half) / (1 + square), (middle + half) / (1 + square)
    return max(0.0, low), min(1.0, high)


@dataclass
class Group:
    """People who share something: on how many was decided, how many passed.

    Args:
        parts: the groups it falls into, each person in one of them.
    """

    name: str
    of: int = 0
    passed: int = 0
    parts: list["Group"] = field(default_factory=list)

    @property
    def rate(self) -> Fraction:
        return Fraction(self.passed, self.of)

    @property
    def percent(self) -> float:
        return float(100 * self.rate)


def parts_shown(whole: Group) -> list[Group]:
    """The parts of a group, but none from which fewer than ten people can be told.

    One hidden part would be what is left of the whole. So the next smallest are hidden
    with it, until they are two at least and ten people together: complementary
    suppression, as in Hundepool and others, "Statistical Disclosure Control" (2012),
    chapter 4. Of a part that is hidden, nothing inside may be shown either.
    """
    if whole.of < FEW:
        return []
    parts = sorted(whole.parts, key=lambda part: (part.of, part.name))
    hidden = [part.of for part in parts if part.of < FEW]
    shown = parts[len(hidden) :]
    while hidden and shown and (len(hidden) < 2 or sum(hidden) < FEW):
        hidden.append(shown.pop(0).of)
    return shown


@dataclass(frozen=True)
class Compared:
    """A group beside the one with the highest rate.

    Args:
        low, high: of the 95 % interval of its rate, in per cent.
        ratio: of the two rates; None where nobody passed at all.
        overlaps: the intervals of the two have something in common.
    """

    group: Group
    low: float
    high: float
    ratio: Fraction | None
    overlaps: bool

    @property
    def percent(self) -> float:
        return self.group.percent

    @property
    def of_best(self) -> float | None:
        """The ratio in per cent, rounded down: 79.9 stays below 80."""
        return None if self.ratio is None else int(1000 * self.ratio) / 10

    @property
    def falls_short(self) -> bool:
        """Below four fifths of the highest rate.

        29 CFR 1607.4(D), of the United States' Uniform Guidelines on Employee Selection
        Procedures (1978): a yardstick for sex, race and ethnic group, that doesn't hold
        for few people. It is no Chinese law, and nothing is decided by it here.
        """
        return self.ratio is not None and self.ratio < FOUR_FIFTHS


def compare(groups: Sequence[Group]) -> list[Compared]:
    """Groups with their intervals beside the highest rate, which comes first."""
    ordered = sorted(groups, key=lambda group: (-group.rate, -group.of, group.name))
    if not ordered:
        return []
    best = ordered[0]
    floor, _ = wilson(best.passed, best.of)
    found = []
    for group in ordered:
        low, high = wilson(group.passed, group.of)
        ratio = group.rate / best.rate if best.passed else None
        found.append(Compared(group, 100 * low, 100 * high, ratio, high >= floor))
    return found


@dataclass(frozen=True)
class Table:
    """Everybody by one thing they differ in.

    Args:
        key: what that is.
        hidden: how many groups aren't shown.
    """

    key: str
    rows: Sequence[Compared]
    hidden: int

    @property
    def best(self) -> Compared:
        return self.rows[0]

    @property
    def is_comparable(self) -> bool:
        return len(self.rows) > 1 and self.best.group.passed > 0

    @property
    def short(self) -> list[Compared]:
        return [row for row in self.rows if row.falls_short]

    @property
    def cut(self) -> float:
        """Four fifths of the highest rate, in per cent."""
        return float(FOUR_FIFTHS) * self.best.percent


def tables_of(by_sex: Group, by_city: Group) -> list[Table]:
    """What may be shown of everybody, by sex, and by city, college and department.

    Args:
        by_city: cities, in them colleges, in these departments.
    """
    shown = {"sex": parts_shown(by_sex), "city": parts_shown(by_city)}
    there = {"sex": by_sex.parts, "city": by_city.parts}
    for key, above in (("campus", "city"), ("department", "campus")):
        shown[key] = [part for one in shown[above] for part in parts_shown(one)]
        there[key] = [part for one in there[above] for part in one.parts]
    return [
        Table(key, compare(rows), len(there[key]) - len(rows))
        for key, rows in shown.items()
    ]
