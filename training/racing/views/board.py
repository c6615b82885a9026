"""The page of a round's race: what is proposed, decided, and what is left of places."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from candidates.register.models import Export
from candidates.register.views.files import format_asked, handed_out
from spark import clock, htmx, paging
from spark.accounts.scope import Request
from spark.errors import Refused, words
from spark.records import AT_ONCE, BulkAction, Button, Subject, at_once, bar, bounded
from training.racing import actions, queries
from training.racing.forms import PlacesForm, RaceForm, form_of
from training.racing.rules.board import Board
from training.racing.rules.places import Line
from training.racing.sheets import race_sheet
from training.racing.stages import Outcome, outcomes_of
from training.racing.views.rows import Raced, Row
from training.trials.access import ROUNDS
from training.trials.models import Round

FOLDER = "training/racing/"
PROPOSED = "proposed"
LABELS = {
    PROPOSED: gettext_lazy("As proposed"),
    Outcome.THROUGH: gettext_lazy("Let through"),
    Outcome.QUALIFIED: gettext_lazy("Qualify"),
    Outcome.RESERVE: gettext_lazy("Put on the reserve"),
    Outcome.EXTRA: gettext_lazy("Give extra slots"),
    Outcome.OUT: gettext_lazy("Eliminate"),
}


def round_of(request: Request, pk: int) -> Round:
    """Only the office sees a round."""
    return ROUNDS.get(request.user, pk)


def offered(round_: Round) -> dict[str, BulkAction]:
    """What can be decided on many after this round."""
    names = [PROPOSED, *outcomes_of(is_last=round_.is_last)]
    return {
        str(name): BulkAction(
            str(name),
            Button(
                actions.decide,
                LABELS[name],
                form=form_of(round_, "" if name == PROPOSED else str(name)),
                primary=name == PROPOSED,
            ),
        )
        for name in names
    }


@require_GET
def round_race(request: Request, pk: int) -> HttpResponse:
    """A round's people by their standing, with proposal and decision."""
    round_ = round_of(request, pk)
    return shown(request, round_)


def shown(
    request: Request,
    round_: Round,
    places: PlacesForm | None = None,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    form = RaceForm(request.GET, user=request.user, round_=round_)
    raced = Raced(round_, request.user)
    context = _context(request, raced, form)
    context["places_form"] = places or places_form(request)
    context["refusal"] = words(refused) if refused else context["unranked"]
    return htmx.render(
        request, f"{FOLDER}race.html", f"{FOLDER}_race_found.html", context, status
    )


def _context(request: Request, raced: Raced, form: RaceForm) -> dict[str, Any]:
    round_, board = raced.round, raced.board
    found = raced.found(form)
    by_place = {(float(n), row.racer.pk): row for n, row in enumerate(found)}
    page = paging.keyset_of(request, list(by_place))
    unranked = _unranked(raced)
    page = replace(page, rows=[by_place[key] for key in page.rows])
    places = board.people_by_quota(row.racer for row in raced.rows)
    return {
        "round": round_,
        "campaign": round_.campaign,
        "form": form,
        "page": page,
        "total": len(found),
        "everyone": len(found) if len(found) <= AT_ONCE else 0,
        "filtered": bool(form.chosen),
        "here": paging.without(request.GET, *paging.PLACES),
        "chips": form.chips,
        "unset": form.unset,
        **_bar(_verbs(round_, form, unranked), page.rows, found),
        "unranked": unranked,
        "computable": _is_computable(board, unranked),
        "standing": board.standing,
        "facts": _facts(raced),
        "lines": list(form.lines(places.lines, Line)),
        "noted": queries.noted_in(round_).exists(),
        "affected": raced.affected,
        "reserve": bool(queries.reserve_of(round_)) if round_.is_last else False,
        "formats": Export.Format.choices,
    }


def _verbs(round_: Round, form: RaceForm, unranked: Any) -> list[BulkAction]:
    able = form.is_valid() and round_.is_open and unranked is None
    return list(offered(round_).values()) if able else []


def _bar(
    verbs: list[BulkAction], rows: Iterable[Row], everyone: Iterable[Row]
) -> dict[str, Any]:
    by_key = {row.racer.candidate_id: row for row in rows}
    return bar(verbs, by_key, lambda _action, row: row.is_open, everyone)


def _unranked(raced: Raced) -> Any:
    """Why nobody can be decided on, if so."""
    try:
        actions.check_ranked(raced.board)
    except Refused as refused:
        return words(refused)
    return None


def _is_computable(board: Board, unranked: Any) -> bool:
    """Whether standings computed now would differ from what nobody is decided by."""
    missing = board.standing is None
    return missing or (unranked is not None and unranked.code == "race-outdated")


def _facts(raced: Raced) -> dict[str, Any]:
    """What is proposed in all, and what it costs and buys."""
    board, rows = raced.board, raced.rows
    if board.proposals is None:
        return {}
    race = board.proposals.race
    zones = [str(row.proposed.zone) for row in rows if row.proposed]
    return {
        "through": zones.count("through"),
        "near": zones.count("grey"),
        "out": zones.count("out"),
        "short": sum(row.proposed is None for row in rows),
        "slots": race.slots,
        "slots_left": board.slots_left,
        "minutes": race.slots * board.slot_minutes,
        "wrong": round(race.wrong, 1),
        "then": round(race.then, 1),
        "ties": raced.round.get_ties_display(),
        "beside": queries.beside(raced.round),
    }


def places_form(request: Request, data: Any = None) -> PlacesForm:
    return PlacesForm(
        data,
        directions=queries.directions(),
        campuses=queries.campuses(),
    )


def race_url(round_: Round, query: str = "") -> str:
    url = reverse("round-race", args=[round_.pk])
    return f"{url}?{query}" if query else url


@require_POST
def round_race_many(request: Request, pk: int, name: str) -> HttpResponse:
    """First who is hit and who not, and why; then the decision is noted."""
    round_ = round_of(request, pk)
    action = offered(round_).get(name)
    if action is None:
        raise Http404
    query = paging.without(QueryDict(request.POST.get("query", "")), *paging.PLACES)
    raced = Raced(round_, request.user)
    actions.check_ranked(raced.board)
    rows = _chosen(request, raced, query)
    said = _consequence(name, raced, rows)
    action = replace(action, button=replace(action.button, consequence=said))
    subjects = [_subject(row) for row in rows]
    back = race_url(round_, query)
    return at_once(request, action, subjects, back=back, query=query)


def _sent(request: Request, round_: Round, query: str) -> RaceForm:
    """The conditions of the race that something was sent from.

    Raises:
        Refused: conditions-wrong, rather than to act on everybody.
    """
    form = RaceForm(QueryDict(query), user=request.user, round_=round_)
    form.check()
    return form


def _chosen(request: Request, raced: Raced, query: str) -> list[Row]:
    """Who was ticked, or everybody who matches, the best first."""
    form = _sent(request, raced.round, query)
    if "everyone" in request.POST:
        rows = raced.found(form)
    else:
        ids = set(paging.keys(request.POST.getlist("ids")))
        rows = [row for row in raced.rows if row.racer.candidate_id in ids]
    return bounded(rows)


def _consequence(name: str, raced: Raced, rows: Iterable[Row]) -> str:
    """What to know before: how many depart, airtime, places that don't suffice."""
    said = [_("It can be changed until it is released; nobody is told yet.")]
    fresh = [row for row in rows if row.is_open]
    if name != PROPOSED:
        departs = sum(
            row.proposed is None or row.proposed.outcome != name for row in fresh
        )
        if departs:
            said.append(_departing(departs))
    if name == Outcome.EXTRA:
        said.append(
            _("Each extra slot takes about %(minutes)d minutes; %(left)d are left.")
            % {"minutes": raced.board.slot_minutes, "left": raced.board.slots_left}
        )
    return " ".join(said)


def _departing(n: int) -> str:
    said = ngettext(
        "%(n)d of them departs from the proposal: give a ground of its own.",
        "%(n)d of them depart from the proposal: give a ground of its own.",
        n,
    )
    return said % {"n": n}


def _subject(row: Row) -> Subject:
    candidate = row.racer.candidate
    facts: list[object] = [candidate.campus, candidate.direction]
    if row.proposed:
        facts.append(_("proposed: %s") % row.proposed.outcome.label)
    if row.decision and row.decision.released_at is None:
        facts.append(_("so far: %s") % row.decision.get_outcome_display())
    return Subject(
        key=candidate.pk,
        name=candidate.person.name,
        note=" · ".join(str(fact) for fact in facts),
        url=reverse("candidate-detail", args=[candidate.pk]),
        stands=row.racer.get_state_display(),
        candidate=candidate,
    )


@require_POST
def round_race_sheet(request: Request, pk: int) -> HttpResponse:
    """The race as a file, as it is narrowed; that it was taken stays in history."""
    round_ = round_of(request, pk)
    query = paging.without(QueryDict(request.POST.get("query", "")), *paging.PLACES)
    format_ = format_asked(request)
    rows = Raced(round_, request.user).found(_sent(request, round_, query))
    actions.take_board(
        actor=request.user, round_=round_, count=len(rows), format=format_
    )
    name = f"spark-round-{clock.local(clock.now()):%Y%m%d-%H%M}.{format_}"
    return handed_out(race_sheet(rows, format_), name)
