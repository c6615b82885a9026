"""Places and effects as pages and sheets show them: words, and where on an axis."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from training.standings.models import Place
from training.standings.ranking.racing import NEAR

WIDTH, MARGIN = 240, 8  # of the picture beside a place, in its own units
FEN = 100
JUDGEMENTS = {
    "through": ("ok", "circle-check", _("Clearly in")),
    "grey": ("warn", "help-circle", _("Near the cut")),
    "out": ("off", "circle-minus", _("Far from the cut")),
}


@dataclass(frozen=True)
class Line:
    """A place beside the axis of scores; `moved` is up if above 0, None if new."""

    place: Place
    zone: str
    moved: int | None
    low: float
    at: float
    high: float

    @property
    def judgement(self) -> tuple[str, str, str | Promise]:
        return JUDGEMENTS[self.zone]

    @property
    def fallen(self) -> int:
        return -(self.moved or 0)

    @property
    def hours(self) -> float:
        return self.place.seconds / 3600

    @property
    def yuan(self) -> float:
        return self.place.gmv_fen / FEN

    @property
    def whole_yuan(self) -> int:
        return round(self.yuan)

    @property
    def chance(self) -> str:
        return chance(self.place.p_in or 0)


def zone_of(place: Place) -> str:
    """As a round's proposal has it."""
    if place.from_cut is None:
        return "through"
    if abs(place.from_cut) <= NEAR:
        return "grey"
    return "through" if place.from_cut > 0 else "out"


def chance(p: float) -> str:
    """Never 0 or 1: nobody is sure of that."""
    if p < 0.01:
        return "<0.01"
    return ">0.99" if p > 0.99 else f"{p:.2f}"


@dataclass(frozen=True)
class Axis:
    """Of scores, wide enough for all whiskers; `cut` lies between in and out."""

    first: float
    last: float
    cut: float | None

    def at(self, score: float) -> float:
        share = (score - self.first) / ((self.last - self.first) or 1)
        return round(MARGIN + share * (WIDTH - 2 * MARGIN), 1)

    @property
    def zero(self) -> float:
        return self.at(0)

    @property
    def cut_at(self) -> float | None:
        return None if self.cut is None else self.at(self.cut)


def axis_of(ranked: Sequence[Place], take: int) -> Axis:
    """Of all who are ranked, whoever is shown."""
    lows = [place.low for place in ranked if place.low is not None]
    highs = [place.high for place in ranked if place.high is not None]
    scores = sorted((p.score for p in ranked if p.score is not None), reverse=True)
    cut = None
    if 0 < take < len(scores):
        cut = (scores[take - 1] + scores[take]) / 2
    return Axis(min([*lows, 0]), max([*highs, 0]), cut)


def lines_of(
    shown: Sequence[Place], axis: Axis, before: dict[int, int | None]
) -> list[Line]:
    found = []
    for place in shown:
        was = before.get(place.candidate_id)
        ends = [axis.at(one or 0) for one in (place.low, place.score, place.high)]
        moved = was - place.rank if was and place.rank else None
        found.append(Line(place, zone_of(place), moved, *ends))
    return found


@dataclass(frozen=True)
class Worth:
    """What a room or an hour is worth, in per cent of sales; or points of a judge."""

    name: Any
    value: float
    low: float
    high: float
    count: int


def in_percent(effects: Sequence[dict], names: dict[str, Any]) -> list[Worth]:
    """Effects on log sales, by how many per cent more is sold."""
    return [
        Worth(
            names.get(one["name"], one["name"]),
            _percent(one["value"]),
            _percent(one["low"]),
            _percent(one["high"]),
            one["count"],
        )
        for one in effects
    ]


def _percent(effect: float) -> float:
    return 100 * (exp(effect) - 1)


def hours_named(name: str) -> str:
    """`08:00` is the band of two hours that begins then."""
    return f"{name}–{int(name[:2]) + 2:02}:00"
