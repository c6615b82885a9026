"""An applicant's own pages: the steps, the review, what became of it."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from candidates.applying import actions, queries
from candidates.applying.access import guest_of
from candidates.applying.forms import WhoForm, form_of
from candidates.applying.models import Application, Call
from candidates.applying.rules import kept_until
from candidates.applying.stages import NOTICE, State, Step
from candidates.applying.views.clips import shown
from candidates.applying.views.display import STEPS, add_display, facts
from candidates.applying.views.public import FOLDER, OPENED, in_session, opened, public
from candidates.consents.models import Notice
from candidates.consents.queries import notices_on
from candidates.consents.stages import Purpose
from spark import clock
from spark.errors import Refused, words
from spark.htmx import Request

own = opened("apply_step")


@own
@require_GET
def mine(request: Request, application: Application) -> HttpResponse:
    """The next step; after the last the review; once sent, what became of it."""
    if application.is_writable and not application.submitted_at:
        left = queries.missing(application)
        if left:
            return redirect("apply-step", application.call.slug, left[0])
    return _shown(request, application)


def _shown(
    request: Request, application: Application, refused: Refused | None = None
) -> HttpResponse:
    add_display(application)
    call = application.call
    writable = application.is_writable
    context = {
        "call": call,
        "application": application,
        "facts": facts(application, own=True),
        "shown": shown(application),
        "writable": writable,
        "standing": queries.standing(call, clock.today()) if writable else None,
        "until": _kept_until(application),
        "refusal": words(refused) if refused else None,
    }
    status = refused.status if refused else 200
    return render(request, f"{FOLDER}mine.html", context, status=status)


def _kept_until(application: Application) -> date | None:
    """Until when what they wrote is kept, where that is known."""
    state = application.state
    if state not in {State.DRAFT, State.ASKED_BACK, State.REFUSED}:
        return None
    since = clock.day(application.state_since)
    return kept_until(
        closes_on=application.call.closes_on,
        asked_on=since if state == State.ASKED_BACK else None,
        refused_on=since if state == State.REFUSED else None,
    )


@own
@require_http_methods(["GET", "POST"])
def step(request: Request, application: Application, step: str) -> HttpResponse:
    """One step: what is given is kept at once, then comes the next."""
    steps = queries.steps_of(application.call)
    if step not in steps:
        raise Http404
    if not application.is_writable:
        return redirect("apply-mine", application.call.slug)
    form = form_of(application, step, request.POST or None)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.fill_in(
                actor=guest_of(application),
                pk=application.pk,
                step=step,
                given=form.given,
            )
        except Refused as error:
            refused = error
        else:
            return redirect(_after(application, steps, step))
    context = {
        "call": application.call,
        "form": form,
        "step": step,
        "title": STEPS[step],
        "number": steps.index(step) + 1,
        "count": len(steps),
        "back": _before(application, steps, step),
        "notice": NOTICE,
        "sharing": _sharing(step),
        "shown": shown(application),
        "refusal": words(refused) if refused else None,
    }
    status = refused.status if refused else 422 if form.errors else 200
    return render(request, f"{FOLDER}step.html", context, status=status)


def _sharing(step: str) -> Notice | None:
    """What is agreed to by the second tick, as candidates read it later."""
    if step != Step.CONSENT:
        return None
    return notices_on(clock.today()).get(Purpose.SHARING)


def _after(application: Application, steps: list[str], step: str) -> str:
    """The page of the next step; of the review, after the last or when mending."""
    slug, place = application.call.slug, steps.index(step) + 1
    mending = len({*application.steps} & {*steps}) == len(steps)
    if mending or place == len(steps):
        return reverse("apply-mine", args=[slug])
    return reverse("apply-step", args=[slug, steps[place]])


def _before(application: Application, steps: list[str], step: str) -> str:
    place, slug = steps.index(step), application.call.slug
    if place == 0:
        return reverse("apply", args=[slug])
    return reverse("apply-step", args=[slug, steps[place - 1]])


@own
@require_POST
def check(request: Request, application: Application, field: str) -> HttpResponse:
    """What is wrong with a field of the first step, while the others are filled in."""
    if field not in WhoForm.base_fields:
        raise Http404
    form = WhoForm(request.POST, application=application)
    form.is_valid()
    context = {"field": form[field], "check": True}
    return render(request, f"{FOLDER}_checked.html", context)


@own
@require_POST
def send(request: Request, application: Application) -> HttpResponse:
    """Send it; sent twice, also at the same moment, it was sent the first time."""
    if not application.is_writable:
        return redirect("apply-mine", application.call.slug)
    try:
        actions.submit(actor=guest_of(application), pk=application.pk)
    except Refused as refused:
        now = in_session(request, application.call)
        if now is None or now.is_writable:
            return _shown(request, application, refused)
    return redirect("apply-mine", application.call.slug)


@own
@require_POST
def withdraw(request: Request, application: Application) -> HttpResponse:
    """Take it back; pressed twice, also at the same moment, it was the first time."""
    try:
        actions.withdraw(actor=guest_of(application), pk=application.pk)
    except Refused as refused:
        now = in_session(request, application.call)
        if now is None or now.state != State.WITHDRAWN:
            return _shown(request, now or application, refused)
    messages.success(request, _("Withdrawn. What you wrote is deleted."))
    return redirect("apply-mine", application.call.slug)


@public
@require_POST
def leave(request: Request, call: Call) -> HttpResponse:
    """Nobody else who uses this device sees it; the code opens it again."""
    request.session.pop(OPENED, None)
    messages.success(request, _("Closed. Your code opens it again."))
    return redirect("apply", call.slug)
