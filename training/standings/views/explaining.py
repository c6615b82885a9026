"""One place explained: what counted, and how the slot was allowed for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from spark.accounts.roles import Role
from spark.accounts.scope import Request, check_role
from training.standings import queries
from training.standings.models import Place
from training.standings.views.lines import hours_named
from training.standings.views.quotas import quotas_of

FOLDER = "training/standings/"
FEN = 100
LEAST, STEPS = 100, (50, 100, 200, 500, 1000, 2000, 5000, 10000)
MOST_STEPS = 6  # on the chart's axis


@dataclass(frozen=True)
class Counted:
    """A trial: what was sold, and what the average host would have sold there.

    Args:
        share: of what was sold beside what was due, in per cent; None without it.
        scores: of judges, their mean.
    """

    trial: int
    room: Any
    hours: str
    viewers: int
    yuan: float
    due: float | None
    scores: float | None
    pulled: bool
    final: bool

    @property
    def share(self) -> float | None:
        return 100 * self.yuan / self.due if self.due else None


@require_GET
def place_detail(request: Request, pk: int) -> HttpResponse:
    """What a place is made of; for the office, which sees everybody's."""
    check_role(request.user, Role.OFFICE)
    place = queries.with_its_trials(request.user, pk)
    rooms = queries.rooms_named(row["room"] for row in place.counted)
    counted = [_counted(row, rooms) for row in place.counted]
    shares = [one.share for one in counted if one.share is not None]
    last, step = _axis(shares)
    context = {
        "place": place,
        "candidate": place.candidate,
        "standing": place.standing,
        "round": place.standing.round,
        "counted": counted,
        "sentences": sentences(place, counted),
        "quotas": [] if place.is_short else quotas_of(place),
        "last": last,
        "step": step,
        "drawn": shares,
    }
    return render(request, f"{FOLDER}explain.html", context)


def _counted(row: Mapping[str, Any], rooms: Mapping[int, Any]) -> Counted:
    scores = [score for _judge, score in row["scores"]]
    due = row.get("due_fen")
    return Counted(
        row["trial"],
        rooms.get(row["room"], row["room"]),
        hours_named(f"{row['band']:02}:00"),
        row["viewers"],
        row["gmv_fen"] / FEN,
        None if due is None else due / FEN,
        sum(scores) / len(scores) if scores else None,
        row.get("pulled", False),
        row["final"],
    )


def _axis(shares: Iterable[float]) -> tuple[int, int]:
    """Where the chart's axis of per cent ends, and what is between its numbers."""
    most = max([LEAST, *shares])
    step = next((one for one in STEPS if most <= one * MOST_STEPS), STEPS[-1])
    return -int(-most // step) * step, step


def sentences(place: Place, counted: Sequence[Counted]) -> list[str]:
    """Two: what was sold beside what was due, and where that puts them."""
    if place.is_short:
        given = {"trials": place.trials, "bands": place.bands}
        return [
            _(
                "%(trials)d trials with results in %(bands)d bands of hours are too "
                "few to rank."
            )
            % given
        ]
    due, sold = sum(one.due or 0 for one in counted), sum(one.yuan for one in counted)
    facts = {
        "trials": place.trials,
        "sold": f"{sold:,.0f}",
        "due": f"{due:,.0f}",
        "share": f"{100 * sold / due:,.0f}" if due else "–",
        "times": f"{exp(place.score or 0):.2f}",
        "rank": place.rank,
        "low": place.rank_low,
        "high": place.rank_high,
        "chance": f"{100 * (place.p_in or 0):.0f}",
    }
    return [
        _(
            "In %(trials)d trials %(sold)s yuan were sold, where the average host "
            "would have sold %(due)s yuan to as many viewers in the same rooms at the "
            "same hours: %(share)s %%."
        )
        % facts,
        _(
            "After allowing for luck that is taken for %(times)s times the average, "
            "place %(rank)d, which may well be any from %(low)d to %(high)d; the "
            "chance to be truly among those taken is %(chance)s %%."
        )
        % facts,
    ]
