"""The board on which the office decides: a batch by score, places, many at once."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from candidates.register.models import Export
from candidates.register.views.files import format_asked, handed_out
from candidates.screening import actions, queries
from candidates.screening.access import SCREENINGS
from candidates.screening.forms import (
    BoardForm,
    PassForm,
    RejectForm,
    WaitlistForm,
)
from candidates.screening.models import Screening
from candidates.screening.queries import Line
from candidates.screening.sheets.board import board_sheet
from candidates.screening.sheets.marks import marks_sheet
from candidates.screening.stages import RELEASED, Decision, State
from candidates.screening.views.rows import DRAWN, Drawing
from candidates.screening.views.standing import Ranked
from spark import clock, htmx, paging
from spark.accounts.models import Role
from spark.accounts.scope import Request, check_role
from spark.accounts.verbs import Verb
from spark.errors import Refused
from spark.records import AT_ONCE, BulkAction, Button, Subject, at_once, bar, bounded

FOLDER = "candidates/screening/"
COMPARED = 3
PASS = BulkAction(
    "pass", Button(actions.decide, gettext_lazy("Pass"), form=PassForm, primary=True)
)
WAITLIST = BulkAction(
    "waitlist", Button(actions.decide, gettext_lazy("Waitlist"), form=WaitlistForm)
)
REJECT = BulkAction(
    "reject", Button(actions.decide, gettext_lazy("Do not select"), form=RejectForm)
)
MANY = {action.name: action for action in (PASS, WAITLIST, REJECT)}


@require_GET
def decision_board(request: Request) -> HttpResponse:
    """A batch's candidates by score, with their decisions and the places there are."""
    check_role(request.user, Role.OFFICE)
    batches = queries.batches_screened()
    if not batches:
        return render(request, f"{FOLDER}decisions.html", {"batch": None})
    form = BoardForm(request.GET, user=request.user, batches=batches)
    return htmx.render(
        request,
        f"{FOLDER}decisions.html",
        f"{FOLDER}_decisions.html",
        _context(request, form),
    )


def _context(request: Request, form: BoardForm) -> dict[str, Any]:
    ranked = Ranked(form.of, request.user)
    places = ranked.places(form)
    page = paging.keyset_of(request, places)
    drawing = Drawing()
    found = ranked.rows(page.rows, *DRAWN)
    rows = [drawing.row(one) for one in found]
    verbs = list(MANY.values()) if form.is_valid() else []
    at_once = len(places) <= AT_ONCE
    more = at_once and (page.newer or page.older)
    return {
        "form": form,
        "batch": form.of,
        "page": replace(page, rows=rows),
        "total": len(places),
        "everyone": len(places) if at_once else 0,
        "filtered": bool(set(form.chosen) - {"batch"}),
        "here": address(request.GET),
        "chips": form.chips,
        "unset": form.unset,
        **bar(
            verbs,
            {str(one.candidate_id): one for one in found},
            everyone=ranked.rows(places, *DRAWN) if verbs and more else (),
        ),
        "agreement": ranked.agreement,
        "disagree": ranked.disagree,
        "lines": list(form.lines(queries.Places(form.of.pk).lines, Line)),
        "noted": queries.decided_in(form.of).exists(),
        "formats": Export.Format.choices,
    }


def address(given: QueryDict) -> str:
    return paging.without(given, *paging.PLACES)


def board_url(query: str) -> str:
    return (
        f"{reverse('decision-board')}?{query}" if query else reverse("decision-board")
    )


@require_POST
def decision_many(request: Request, name: str) -> HttpResponse:
    """First who is hit and who not, and why; then the decision is noted."""
    action = MANY.get(name)
    if action is None and name != "compare":
        raise Http404
    actions.decide.check(request.user)
    query = address(QueryDict(request.POST.get("query", "")))
    form = sent(request, query)
    if action is None:
        return _to_compare(request, paging.keys(request.POST.getlist("ids")))
    ranked = Ranked(form.of, request.user)
    rows = _chosen(request, form, ranked)
    said = _consequence(action, ranked, rows)
    action = replace(action, button=replace(action.button, consequence=said))
    subjects = [_subject(row) for row in rows]
    return at_once(request, action, subjects, back=board_url(query), query=query)


def sent(request: Request, query: str) -> BoardForm:
    """The conditions of the board that something was sent from.

    Raises:
        Refused: conditions-wrong, rather than to act on everybody.
    """
    batches = queries.batches_screened()
    if not batches:
        raise Http404
    form = BoardForm(QueryDict(query), user=request.user, batches=batches)
    form.check()
    return form


def _to_compare(request: Request, ids: list[int]) -> HttpResponse:
    if not 1 < len(ids) <= COMPARED:
        raise Refused("compare-two-or-three", status=422)
    asked = "&".join(f"ids={key}" for key in ids)
    return htmx.to(request, f"{reverse('decision-compare')}?{asked}")


def _chosen(request: Request, form: BoardForm, ranked: Ranked) -> list[Screening]:
    """Who was ticked, or everybody who matches, the best first."""
    if "everyone" in request.POST:
        rows = ranked.rows(ranked.places(form)[: AT_ONCE + 1])
    else:
        ids = paging.keys(request.POST.getlist("ids"))
        visible = SCREENINGS.visible_to(request.user)
        rows = list(visible.filter(candidate__in=ids[: AT_ONCE + 1]))
    return sorted(bounded(rows), key=ranked.turn)


def _consequence(
    action: BulkAction, ranked: Ranked, chosen: Iterable[Screening]
) -> str:
    """What to know before: reviewers who don't agree, places that don't suffice."""
    said = [_("It can be changed until it is released; nobody is told yet.")]
    if ranked.disagree:
        said.append(_("Reviewers agree poorly: recalibrate before deciding."))
    if action is PASS:
        said += _overfull(queries.Places(ranked.batch.pk), chosen)
    return " ".join(said)


def _overfull(places: queries.Places, chosen: Iterable[Screening]) -> Iterator[str]:
    """The directions that have fewer places left than would pass who don't yet."""
    asked: Counter[str] = Counter()
    lines: dict[str, Line] = {}
    fresh = [row for row in chosen if row.can_be_decided]
    for one in (row.candidate for row in fresh if row.decision != Decision.PASSED):
        for line in places.binding(one.direction_id, one.campus_id):
            whole = str(one.direction)
            name = whole if line.campus is None else f"{whole} · {one.campus}"
            asked[name] += 1
            lines[name] = line
    for name, line in lines.items():
        if line.left is not None and asked[name] > line.left:
            yield _(
                "%(name)s: %(asked)d chosen, %(left)d places left beside those noted."
            ) % {"name": name, "asked": asked[name], "left": max(line.left, 0)}


def _subject(row: Screening) -> Subject:
    candidate = row.candidate
    facts: list[object] = [candidate.campus, candidate.direction]
    if row.decision and row.state == State.IN_REVIEW:
        facts.append(_("so far: %s") % row.get_decision_display())
    return Subject(
        key=candidate.pk,
        name=candidate.person.name,
        note=" · ".join(str(fact) for fact in facts),
        url=reverse("candidate-detail", args=[candidate.pk]),
        stands=row.get_state_display(),
        candidate=candidate,
    )


@require_POST
def decision_sheet(request: Request) -> HttpResponse:
    """The board as a file, as it is narrowed; that it was taken stays in history."""
    return _sheet(request, actions.take_board, board_sheet, "decisions")


@require_POST
def decision_marks(request: Request) -> HttpResponse:
    """Each mark of those on the board whose decision is released, as a file."""
    return _sheet(request, actions.take_marks, marks_sheet, "marks")


def _sheet(
    request: Request,
    take: Verb,
    written: Callable[[Sequence[Screening], str], bytes],
    name: str,
) -> HttpResponse:
    take.check(request.user)
    form = sent(request, address(QueryDict(request.POST.get("query", ""))))
    format_ = format_asked(request)
    ranked = Ranked(form.of, request.user)
    rows = ranked.rows(ranked.places(form))
    if take is actions.take_marks:
        rows = [row for row in rows if row.state in RELEASED]
    take(actor=request.user, batch=form.of, count=len(rows), format=format_)
    at = f"{clock.local(clock.now()):%Y%m%d-%H%M}"
    return handed_out(written(rows, format_), f"spark-{name}-{at}.{format_}")
