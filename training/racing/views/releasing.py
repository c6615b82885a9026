"""Releasing a round, seen first; and its reserve, moving up in order."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from spark import clock, htmx, paging
from spark.accounts.buttons import Button, ReasonForm
from spark.accounts.scope import Request
from spark.errors import Refused, words
from spark.notifications.foretelling import Foretold
from spark.records import telling
from training.racing import actions, queries
from training.racing.models import RoundDecision
from training.racing.rules.reserve import Held, next_up
from training.racing.stages import TONES, Outcome, outcomes_of
from training.racing.views.board import FOLDER, race_url, round_of
from training.racing.views.rows import Raced, Row
from training.trials.models import Round

MOVE_UP = Button(
    actions.move_up,
    gettext_lazy("Move up"),
    gettext_lazy("Moved up from the reserve."),
    form=ReasonForm,
    primary=True,
)
END = Button(
    actions.end_reserve,
    gettext_lazy("End the reserve"),
    gettext_lazy("The reserve has ended."),
    form=ReasonForm,
    danger=True,
)
FOLLOWS = {
    Outcome.THROUGH: gettext_lazy("They compete on in the next round."),
    Outcome.QUALIFIED: gettext_lazy(
        "Their contracts can be drafted at once; signing is asked to within a week."
    ),
    Outcome.RESERVE: gettext_lazy(
        "They get their places on the reserve, in this order within their direction."
    ),
    Outcome.OUT: gettext_lazy(
        "They leave the programme. An appeal brings them back into competition."
    ),
}


@require_http_methods(["GET", "POST"])
def round_release(request: Request, pk: int) -> HttpResponse:
    """Exactly who will be told what; by POST it is done, if nothing changed since."""
    round_ = round_of(request, pk)
    if request.method == "GET":
        return _rehearsal(request, round_)
    seen = request.POST.get("seen", "")
    try:
        count = actions.release(actor=request.user, pk=pk, seen=seen)
    except Refused as refused:
        return _rehearsal(request, round_, refused)
    said = ngettext("%d decision released.", "%d decisions released.", count) % count
    return htmx.done(request, said, race_url(round_))


def _rehearsal(
    request: Request, round_: Round, refused: Refused | None = None
) -> HttpResponse:
    raced = Raced(round_, request.user)
    found = [
        row
        for row in raced.rows
        if row.decision and row.decision.released_at is None and row.is_open
    ]
    context = {
        "round": round_,
        "campaign": round_.campaign,
        "back": race_url(round_),
        "seen": actions.fingerprint(queries.noted_in(round_)),
        "groups": [group for group in _groups(round_, found) if group["rows"]],
        "count": len(found),
        "departs": sum(row.decision.departs for row in found if row.decision),
        "told": telling.shown(_foretold(round_, found)),
        "beside": queries.beside(round_),
        "blocked": _blocked(raced),
        "refusal": words(refused) if refused else None,
    }
    status = refused.status if refused else 200
    return render(request, f"{FOLDER}release.html", context, status=status)


def _blocked(raced: Raced) -> Any:
    """What the release would be refused for as things are, if anything."""
    waiting = queries.trials_waiting(raced.round)
    try:
        if waiting:
            raise Refused("round-unfinished", n=waiting)
        actions.check_ranked(raced.board)
        racers = [row.racer for row in raced.rows if row.is_open]
        actions.check_complete(raced.board, racers)
    except Refused as refused:
        return words(refused)
    return None


def _groups(round_: Round, found: Sequence[Row]) -> Iterator[dict[str, Any]]:
    """By what becomes of them; those on the reserve in the order they will have."""
    for outcome in outcomes_of(is_last=round_.is_last):
        rows = [
            row for row in found if row.decision and row.decision.outcome == outcome
        ]
        if outcome == Outcome.RESERVE:
            rows.sort(key=lambda row: (row.racer.candidate.direction_id, row.turn))
        tone, icon = TONES[outcome]
        yield {
            "label": outcome.label,
            "tone": tone,
            "icon": icon,
            "follows": FOLLOWS.get(outcome, ""),
            "rows": rows,
        }


def _foretold(round_: Round, found: Sequence[Row]) -> list[Foretold]:
    racers = {row.racer.candidate_id: row.racer for row in found}
    noted = [row.decision for row in found if row.decision]
    return actions.foretell(round_, racers, noted, clock.now())


@require_GET
def round_reserve(request: Request, pk: int) -> HttpResponse:
    """Who waits in which order, and who moves up now."""
    return _reserve(request, round_of(request, pk))


@require_POST
def round_reserve_act(request: Request, pk: int, verb: str) -> HttpResponse:
    """Let up who is next, refused if that is somebody else by now; or end it."""
    round_ = round_of(request, pk)
    button = {MOVE_UP.verb.name: MOVE_UP, END.verb.name: END}.get(verb)
    if button is None:
        raise Http404
    given: dict[str, Any] = {}
    if button is MOVE_UP:
        (given["candidate"],) = paging.keys([request.POST.get("candidate", "")])
    prefix = str(given.get("candidate", "end"))
    form = button.filled(request.user, round_, request.POST, prefix=prefix)
    if not form.is_valid():
        return _reserve(request, round_, {prefix: form}, status=422)
    try:
        button.press(request.user, pk, form, **given)
    except Refused as refused:
        return _reserve(request, round_, {prefix: form}, refused, refused.status)
    here = reverse("round-reserve", args=[round_.pk])
    return htmx.done(request, button.toast(), here)


def _reserve(
    request: Request,
    round_: Round,
    sent: dict[str, Any] | None = None,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    waiting, held, sent = queries.reserve_of(round_), Held(round_), sent or {}
    following = next_up(waiting, held)
    context = {
        "round": round_,
        "campaign": round_.campaign,
        "back": race_url(round_),
        "lists": [
            _list(request, round_, own, held, following, sent)
            for own in _by_direction(waiting)
        ],
        "end": _button(request, round_, END, "end", sent) if waiting else None,
        "refusal": words(refused) if refused else None,
    }
    return render(request, f"{FOLDER}reserve.html", context, status=status)


def _by_direction(waiting: Sequence[RoundDecision]) -> list[list[RoundDecision]]:
    found: dict[int, list[RoundDecision]] = {}
    for one in waiting:
        found.setdefault(one.candidate.direction_id, []).append(one)
    return list(found.values())


def _button(
    request: Request, round_: Round, button: Button, prefix: str, sent: dict[str, Any]
) -> dict[str, Any]:
    url = reverse("round-reserve-act", args=[round_.pk, button.verb.name])
    form = sent.get(prefix) or button.filled(request.user, round_, prefix=prefix)
    return button.shown(url, form)


def _list(
    request: Request,
    round_: Round,
    own: Sequence[RoundDecision],
    held: Held,
    following: dict[int, RoundDecision],
    sent: dict[str, Any],
) -> dict[str, Any]:
    """One direction's: its places, its people, and the button for who is next."""
    direction = own[0].candidate.direction
    first = following.get(direction.pk)
    action = None
    if first is not None:
        key = str(first.candidate_id)
        action = _button(request, round_, MOVE_UP, key, sent)
    return {
        "direction": direction,
        "free": held.free(direction.pk),
        "rows": [
            (one, pgettext("waitlist", "Next") if one == first else "") for one in own
        ],
        "next": first,
        "action": action,
    }
