"""A reviewer's queue: the next one by itself, marks kept as they are given."""

from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST, require_safe

from candidates.clips.models import Clip
from candidates.clips.queries import clip_of as newest_clip
from candidates.clips.queries import newest_of
from candidates.clips.views import serving
from candidates.clips.views.display import Shown
from candidates.screening import actions, queries
from candidates.screening.access import REVIEWS
from candidates.screening.forms import AskForm, MarksForm, ReassignForm
from candidates.screening.views.marking import to_mark
from spark import htmx
from spark.accounts.buttons import Button, ReasonForm
from spark.accounts.models import Role
from spark.accounts.scope import SYSTEM, Request, check_role
from spark.errors import Refused, words

PAGE = "candidates/screening/queue.html"
MARK = Button(actions.mark, _("Keep"), form=MarksForm)
LOCK = Button(
    actions.lock, _("Lock and next"), _("Locked."), form=MarksForm, primary=True
)
SKIP = Button(actions.skip, _("Skip"), _("Put behind the others."))
RECUSE = Button(
    actions.recuse,
    _("I know this person"),
    _("Recused. Somebody else reviews."),
    form=ReasonForm,
)
ASK_MORE = Button(
    actions.ask_as_reviewer,
    _("Ask for more"),
    _("Candidate and college were asked. It comes back to you once it is there."),
    form=AskForm,
)
REASSIGN = Button(
    actions.reassign_review,
    _("Give to somebody else"),
    _("Given to somebody else."),
    form=ReassignForm,
)
REOPEN = Button(
    actions.reopen,
    _("Open again"),
    _("Open again: the reviewer can correct it."),
    form=ReasonForm,
)
OWN = (MARK, LOCK, SKIP, ASK_MORE, RECUSE)
OF_REVIEWER = {button.verb.name: button for button in OWN}
OF_OFFICE = {button.verb.name: button for button in (REASSIGN, REOPEN)}


@require_GET
def review_queue(request: Request) -> HttpResponse:
    """The next of the reviewer's, or the one asked for if it is theirs to mark.

    Anchor clips come first, if a batch of theirs wants that. Asked for `after` another
    review, it is as it will be once that one is locked.
    """
    check_role(request.user, Role.REVIEWER)
    waiting, is_uncalibrated = queries.queue_of(request.user)
    if is_uncalibrated and (anchor := queries.anchors_due(request.user).first()):
        return htmx.to(request, reverse("calibration", args=[anchor.pk]))
    asked, after = request.GET.get("at", ""), request.GET.get("after", "")
    locked = next((one for one in waiting if str(one) == after), None)
    if locked:
        del waiting[locked]
    pk = next((one for one in waiting if str(one) == asked), next(iter(waiting), None))
    context = _context(request, waiting, pk, locked=int(locked is not None))
    return render(request, PAGE, context)


def _context(
    request: Request,
    waiting: dict[int, int],
    pk: int | None,
    locked: int = 0,
    **more: Any,
) -> dict[str, Any]:
    """
    Args:
        waiting: of each review in the queue, in its order, the candidate.
        locked: how many are by then that aren't yet.
    """
    ids = list(waiting)
    progress = queries.progress_of(request.user, len(ids), locked)
    context = {"progress": progress} | more
    if pk is None:
        return context
    review = queries.to_mark(request.user, pk)
    place = ids.index(pk) if pk in ids else 0
    following = ids[place + 1] if place + 1 < len(ids) else None
    candidates = waiting | {pk: review.candidate_id}
    wanted = [candidates[one] for one in (pk, following) if one]
    clips = newest_of(SYSTEM, wanted)
    ahead = _clip(following, clips.get(candidates[following])) if following else None
    shown = _clip(pk, clips.get(review.candidate_id))
    return context | {
        "review": review,
        "blind": review.candidate.batch.blind,
        "criteria": to_mark(
            queries.criteria_to_mark(review), queries.marks_of(review), request
        ),
        "previous": ids[place - 1] if place else None,
        "next": following,
        "next_clip": ahead.played if ahead else "",
        "acts": [_shown(one, pk, more.get("sent")) for one in (ASK_MORE, RECUSE)],
        "shown": shown,
        "clip": shown.link or queries.clip_of(review.candidate_id),
        "note": request.POST.get("note", review.note),
        "seconds": request.POST.get("seconds", review.seconds),
    }


def _shown(button: Button, pk: int, sent: Any = None) -> dict[str, Any]:
    """A button that asks for words, with those that were just sent.

    Args:
        sent: by the verb's name.
    """
    url = reverse("review-act", args=[pk, button.verb.name])
    empty = button.filled(SYSTEM, prefix=_prefix(button))
    return button.shown(url, (sent or {}).get(button.verb.name) or empty)


def _clip(pk: int, clip: Clip | None) -> Shown:
    """What was sent in: its address names the review, not whose it is."""
    return Shown(clip, reverse("review-clip", args=[pk, "x"])[:-1])


@require_safe
@cache_control(private=True, no_store=True)
def review_clip(request: Request, pk: int, name: str) -> HttpResponseBase:
    """The clip that a review is of: who may still mark it may watch it."""
    review = get_object_or_404(queries.waiting_for(request.user), pk=pk)
    return serving.file(request, newest_clip(SYSTEM, review.candidate), name)


def _prefix(button: Button) -> str:
    return "" if button.form is MarksForm else f"review-{button.verb.name}"


@require_POST
def review_act(request: Request, pk: int, verb: str) -> HttpResponse:
    """What the reviewer does with a review; keeping a draft answers with nothing."""
    button, review = button_of(OF_REVIEWER, verb), REVIEWS.get(request.user, pk)
    button.verb.check(request.user, review)
    form = button.filled(
        request.user, review, request.POST, prefix=_prefix(button) or None
    )
    if form is not None and not form.is_valid():
        return _again(request, pk, 422, button, form)
    try:
        button.press(request.user, pk, form)
    except Refused as refused:
        more = {"refusal": words(refused)}
        return _again(request, pk, refused.status, button, form, **more)
    if button is MARK or _is_minimal(request):
        return HttpResponse(status=204)
    return htmx.done(request, button.toast(), reverse("review-queue"))


def _is_minimal(request: Request) -> bool:
    """Whoever has the next page already asks for no other (RFC 7240)."""
    return request.headers.get("Prefer") == "return=minimal"


def button_of(offered: dict[str, Button], verb: str) -> Button:
    if verb not in offered:
        raise Http404
    return offered[verb]


def _again(
    request: Request, pk: int, status: int, button: Button, form: Any, **more: Any
) -> HttpResponse:
    """The same review, with what was typed."""
    if button is MARK:
        return HttpResponse(status=status)
    waiting, _is_uncalibrated = queries.queue_of(request.user)
    here = pk if pk in waiting else None
    sent = {button.verb.name: form}
    context = _context(request, waiting, here, sent=sent, **more)
    return render(request, PAGE, context, status=status)
