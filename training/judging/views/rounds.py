"""Judging of a whole round: who judges what, who is in, and what the board shows."""

from collections import Counter
from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from spark import htmx
from spark.accounts import undoing
from spark.accounts.buttons import Button
from spark.accounts.scope import Request
from spark.errors import Refused, Words, words
from training.judging import actions, queries
from training.judging.stages import PENDING, JudgementState
from training.judging.views.trials import ASSIGN
from training.trials.access import ROUNDS
from training.trials.models import Round, Trial
from training.trials.views.display import add_display

OF_ROUND = {
    button.verb.name: button
    for button in (
        Button(
            actions.freeze_board,
            _("Freeze the live board"),
            _("Frozen: the live board shows the figures of now."),
        ),
        Button(
            actions.thaw_board,
            _("Show live figures again"),
            _("The live board shows figures as they come."),
        ),
    )
}


@require_GET
def judging_round(request: Request, pk: int) -> HttpResponse:
    return _shown(request, ROUNDS.get(request.user, pk))


def _shown(
    request: Request,
    round_: Round,
    refusal: Words | None = None,
    rehearsed: actions.Assigned | None = None,
    status: int = 200,
) -> HttpResponse:
    trials = queries.trials_of_round(request.user, round_)
    lines = [_line(trial) for trial in trials]
    frozen = bool(queries.frozen_of([round_.pk]))
    name = "thaw-board" if frozen else "freeze-board"
    url = reverse("judging-round-act", args=[round_.pk, name])
    context = {
        "round": round_,
        "lines": lines,
        "loads": sorted(_loads(trials).items()),
        "lacking": sum(line["lacks"] for line in lines),
        "frozen": frozen,
        "board": OF_ROUND[name].shown(url, None),
        "refusal": refusal,
        "rehearsed": rehearsed,
        "rehearsed_loads": sorted(rehearsed.loads.items()) if rehearsed else [],
    }
    page = "training/judging/round.html"
    return render(request, page, context, status=status)


def _line(trial: Trial) -> dict[str, Any]:
    add_display(trial)
    cards = [c for c in trial.judgements.all() if c.state in queries.COUNTED]
    locked = [c for c in cards if c.state == JudgementState.LOCKED]
    return {
        "trial": trial,
        "cards": cards,
        "locked": len(locked),
        "awaited": any(c.state in PENDING for c in cards),
        "lacks": len(cards) < actions.EACH,
    }


def _loads(trials: list[Trial]) -> Counter[str]:
    """How many trials each judge has."""
    return Counter(
        card.judge.name
        for trial in trials
        for card in trial.judgements.all()
        if card.state in queries.COUNTED
    )


@require_POST
def judging_round_act(request: Request, pk: int, verb: str) -> HttpResponse:
    """Assign judges to all its trials, first as a rehearsal; freeze the live board."""
    round_ = ROUNDS.get(request.user, pk)
    if verb == ASSIGN.verb.name:
        return _assign(request, round_)
    if verb not in OF_ROUND:
        raise Http404
    try:
        OF_ROUND[verb].press(request.user, pk, None)
    except Refused as refused:
        return _shown(request, round_, words(refused), status=refused.status)
    undo = undoing.offer(request.user, OF_ROUND[verb].verb, pk)
    return _back(request, OF_ROUND[verb].toast(), pk, undo)


def _assign(request: Request, round_: Round) -> HttpResponse:
    trials = [
        trial
        for trial in queries.trials_of_round(request.user, round_)
        if ASSIGN.verb.possible(trial)
    ]
    ids = [trial.pk for trial in trials]
    try:
        with transaction.atomic():
            done = ASSIGN.verb(actor=request.user, ids=ids)
            if "confirmed" not in request.POST:
                transaction.set_rollback(True)
    except Refused as refused:
        return _shown(request, round_, words(refused), status=refused.status)
    if "confirmed" not in request.POST:
        return _shown(request, round_, rehearsed=done)
    return _back(request, ASSIGN.toast(done), round_.pk)


def _back(request: Request, said: str, pk: int, undo: str = "") -> HttpResponse:
    return htmx.done(request, said, reverse("judging-round", args=[pk]), undo)
