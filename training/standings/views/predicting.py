"""What predicted it: screening, the course and judges beside a round's scores."""

from typing import Any, NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from candidates.register.views.files import handed_out
from spark.accounts.scope import Request
from training.standings import queries
from training.standings.models import Standing
from training.standings.queries.predicting import Source
from training.standings.ranking.correlating import FEW, Went, went
from training.standings.sheets.predicting import predicting_sheet
from training.trials.access import ROUNDS
from training.trials.models import Round

FOLDER = "training/standings/"


class Predictor(NamedTuple):
    """A criterion, how many of the ranked it is known of, and how it went."""

    source: Source
    name: Any
    n: int
    went: Went | None


@require_GET
def predicting(request: Request, pk: int) -> HttpResponse:
    """What was known of people went with how they sold, and how closely."""
    round_ = ROUNDS.get(request.user, pk)
    standing = _newest(request, round_)
    rows = _rows(round_, standing)
    context = {
        "round": round_,
        "standing": standing,
        "shown": [row for row in rows if row.went],
        "hidden": [row for row in rows if row.went is None],
        "judged": any(row.source == Source.JUDGES for row in rows),
        "few": FEW,
    }
    return render(request, f"{FOLDER}predicting.html", context)


@require_GET
def predicting_file(request: Request, pk: int) -> HttpResponse:
    """The same as a sheet."""
    round_ = ROUNDS.get(request.user, pk)
    standing = _newest(request, round_)
    rows = _rows(round_, standing)
    notes = [f"{round_} · {standing.number if standing else '–'}"]
    name = f"predicting-{round_.pk}.xlsx"
    return handed_out(predicting_sheet(rows, notes), name)


def _newest(request: Request, round_: Round) -> Standing | None:
    return next(iter(queries.standings_of(request.user, round_)), None)


def _rows(round_: Round, standing: Standing | None) -> list[Predictor]:
    """The strongest first; those too few are known in last."""
    if standing is None:
        return []
    scores, rows = queries.scores_in(standing), []
    for known in queries.known_of(round_, standing):
        both = scores.keys() & known.values.keys()
        pairs = [(known.values[key], scores[key]) for key in sorted(both)]
        found = went(pairs, [*known.values.values()])
        rows.append(Predictor(known.source, known.name, len(pairs), found))
    return sorted(rows, key=lambda row: -row.went.corrected if row.went else 2)
