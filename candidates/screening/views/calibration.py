"""Anchor clips in the queue: marked first, then compared with the office's marks."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from candidates.screening import actions, queries
from candidates.screening.access import ANCHORS
from candidates.screening.forms import CalibrationForm
from candidates.screening.models import Anchor
from candidates.screening.views.deviation import compared
from candidates.screening.views.marking import to_mark
from candidates.screening.views.queue import button_of
from spark import htmx
from spark.accounts.buttons import Button
from spark.accounts.models import Role
from spark.accounts.scope import Request, check_role
from spark.errors import Refused, words

FOLDER = "candidates/screening/"
MARK = Button(actions.mark_anchor, _("Keep"), form=CalibrationForm)
LOCK = Button(
    actions.lock_anchor,
    _("Lock and compare"),
    _("Locked. Here is how the office marked it."),
    form=CalibrationForm,
    primary=True,
)
BUTTONS = {button.verb.name: button for button in (MARK, LOCK)}


@require_GET
def calibration(request: Request, pk: int) -> HttpResponse:
    """An anchor to be marked; once it is locked, one's marks beside the office's."""
    check_role(request.user, Role.REVIEWER)
    anchor = ANCHORS.get(request.user, pk)
    own = queries.calibration_of(request.user, anchor)
    if own is None or own.locked_at is None:
        return _to_mark(request, anchor)
    context = {
        "found": compared(own),
        "next": queries.anchors_due(request.user).first(),
        "left": queries.anchors_due(request.user).count(),
    }
    return render(request, f"{FOLDER}compared.html", context)


def _to_mark(
    request: Request, anchor: Anchor, status: int = 200, **more: Any
) -> HttpResponse:
    own = queries.calibration_of(request.user, anchor)
    there = {mark.criterion_id: mark for mark in own.marks.all()} if own else {}
    context = {
        "anchor": anchor,
        "anchor_key": f"anchor-{anchor.pk}",
        "criteria": to_mark(anchor.card.criteria.all(), there, request),
        "note": request.POST.get("note", own.note if own else ""),
        "left": queries.anchors_due(request.user).count(),
        "lock_url": reverse("calibration-act", args=[anchor.pk, LOCK.verb.name]),
        "keep_url": reverse("calibration-act", args=[anchor.pk, MARK.verb.name]),
    }
    return render(request, f"{FOLDER}calibrate.html", context | more, status=status)


@require_POST
def calibration_act(request: Request, pk: int, verb: str) -> HttpResponse:
    """Keep a draft, which answers with nothing, or lock it."""
    check_role(request.user, Role.REVIEWER)
    button, anchor = button_of(BUTTONS, verb), ANCHORS.get(request.user, pk)
    button.verb.check(request.user, anchor)
    form = button.filled(request.user, anchor, request.POST)
    status, more = (200, {}) if form.is_valid() else (422, {})
    if form.is_valid():
        try:
            button.press(request.user, pk, form)
        except Refused as refused:
            status, more = refused.status, {"refusal": words(refused)}
    if button is MARK:
        return HttpResponse(status=204 if status == 200 else status)
    if status != 200:
        return _to_mark(request, anchor, status, **more)
    return htmx.done(request, button.toast(), reverse("calibration", args=[pk]))
