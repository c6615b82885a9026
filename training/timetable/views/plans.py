"""A plan made by hand: seats given to people, or taken from them."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from spark import clock, htmx, paging
from spark.accounts.buttons import Button
from spark.accounts.scope import Request
from spark.errors import Refused, Words, words
from training.timetable import access, actions
from training.timetable.models import Plan
from training.timetable.stages import PLAN_TONES
from training.timetable.views.board import Board, day_of

FOLDER = "training/timetable/"
DISCARD = Button(actions.discard, _("Discard"), _("Plan discarded."))


def _board(request: Request, plan: Plan, given) -> Board:
    day = day_of(plan, paging.day(request, "day") or clock.today())
    chosen = given.get("slot", ""), given.get("seat", "")
    if any(chosen):
        paging.keys(chosen)
    return Board(plan, clock.now(), day, chosen)


def _shown(
    request: Request, board: Board, refusal: Words | None = None, status: int = 200
) -> HttpResponse:
    plan = board.plan
    tone, icon = PLAN_TONES[plan.state]
    context = {
        "discard": DISCARD.shown(reverse("plan-discard", args=[plan.pk]), None),
        "plan": plan,
        "round": plan.round,
        "campaign": plan.round.campaign,
        "tone": tone,
        "icon": icon,
        "board": board,
        "refusal": refusal,
    }
    return htmx.render(
        request, f"{FOLDER}plan.html", f"{FOLDER}_board.html", context, status
    )


@require_GET
def plan_detail(request: Request, pk: int) -> HttpResponse:
    plan = access.PLANS.get(request.user, pk)
    return _shown(request, _board(request, plan, request.GET))


@require_POST
def plan_place(request: Request, pk: int) -> HttpResponse:
    """Give the chosen seat to somebody."""
    plan = access.PLANS.get(request.user, pk)
    board = _board(request, plan, request.POST)
    board.form = form = board.seat_form(request.POST)
    if not form.is_valid():
        return _shown(request, board, status=422)
    given = {f"{name}_id": value for name, value in form.cleaned_data.items()}
    try:
        actions.place(actor=request.user, pk=pk, **given)
    except Refused as refused:
        return _shown(request, board, words(refused), refused.status)
    return _again(request, plan, board)


@require_POST
def plan_take_out(request: Request, pk: int) -> HttpResponse:
    """Take an entry out of the draft."""
    plan = access.PLANS.get(request.user, pk)
    (entry,) = paging.keys([request.POST.get("entry", "")])
    actions.take_out(actor=request.user, pk=pk, entry_id=entry)
    return _again(request, plan, _board(request, plan, request.POST))


@require_POST
def plan_mark(request: Request, pk: int, verb: str) -> HttpResponse:
    """Pin an entry or lock a slot, or undo it, for when the plan is planned again."""
    plan = access.PLANS.get(request.user, pk)
    (number,) = paging.keys([request.POST.get("key", "")])
    user, undone = request.user, bool(request.POST.get("undo"))
    if verb == actions.pin.name:
        actions.pin(actor=user, pk=pk, entry_id=number, is_pinned=not undone)
    else:
        actions.lock(actor=user, pk=pk, slot_id=number, is_locked=not undone)
    return _again(request, plan, _board(request, plan, request.POST))


def _again(request: Request, plan: Plan, board: Board) -> HttpResponse:
    """The board's day anew, after a change."""
    if request.htmx:
        return _shown(request, Board(plan, clock.now(), board.day))
    return HttpResponseRedirect(f"{url_of(plan)}?day={board.day}")


def url_of(plan: Plan) -> str:
    return reverse("plan-detail", args=[plan.pk])


@require_POST
def plan_discard(request: Request, pk: int) -> HttpResponse:
    plan = access.PLANS.get(request.user, pk)
    actions.discard(actor=request.user, pk=pk)
    url = reverse("campaign-detail", args=[plan.round.campaign_id])
    return htmx.done(request, DISCARD.toast(), url)
