"""An applicant's own pages: the steps, the review, what became of it."""

from collections.abc import Callable
from functools import wraps

from allauth.decorators import rate_limit
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
from candidates.applying.stages import NOTICE, WRITABLE
from candidates.applying.views.display import STEPS, add_display, facts
from candidates.applying.views.public import FOLDER, OPENED, in_session, public
from spark import clock
from spark.errors import Refused, words
from spark.htmx import Request

Page = Callable[..., HttpResponse]


def own(view: Page) -> Page:
    """For who has an application of this page open; others are told how to open it."""

    @wraps(view)
    def opened(request: Request, call: Call, **given: object) -> HttpResponse:
        application = in_session(request, call)
        if application is None:
            return render(request, f"{FOLDER}closed.html", {"call": call}, status=401)
        return view(request, application, **given)

    return public(rate_limit(action="apply_step")(opened))


@own
@require_GET
def mine(request: Request, application: Application) -> HttpResponse:
    """The next step; after the last the review; once sent, what became of it."""
    if application.state in WRITABLE and not application.submitted_at:
        left = queries.missing(application)
        if left:
            return redirect("apply-step", application.call.slug, left[0])
    return _shown(request, application)


def _shown(
    request: Request, application: Application, refused: Refused | None = None
) -> HttpResponse:
    add_display(application)
    call = application.call
    writable = application.state in WRITABLE
    context = {
        "call": call,
        "application": application,
        "facts": facts(application, own=True),
        "writable": writable,
        "standing": queries.standing(call, clock.today()) if writable else None,
        "refusal": words(refused) if refused else None,
    }
    status = refused.status if refused else 200
    return render(request, f"{FOLDER}mine.html", context, status=status)


@own
@require_http_methods(["GET", "POST"])
def step(request: Request, application: Application, step: str) -> HttpResponse:
    """One step: what is given is kept at once, then comes the next."""
    steps = queries.steps_of(application.call)
    if step not in steps:
        raise Http404
    if application.state not in WRITABLE:
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
        "refusal": words(refused) if refused else None,
    }
    status = refused.status if refused else 422 if form.errors else 200
    return render(request, f"{FOLDER}step.html", context, status=status)


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
    """Send it; sent twice, it was sent the first time."""
    if application.state not in WRITABLE:
        return redirect("apply-mine", application.call.slug)
    try:
        actions.submit(actor=guest_of(application), pk=application.pk)
    except Refused as refused:
        return _shown(request, application, refused)
    return redirect("apply-mine", application.call.slug)


@own
@require_POST
def withdraw(request: Request, application: Application) -> HttpResponse:
    try:
        actions.withdraw(actor=guest_of(application), pk=application.pk)
    except Refused as refused:
        return _shown(request, application, refused)
    messages.success(request, _("Withdrawn. What you wrote is deleted."))
    return redirect("apply-mine", application.call.slug)


@public
@require_POST
def leave(request: Request, call: Call) -> HttpResponse:
    """Nobody else who uses this device sees it; the code opens it again."""
    request.session.pop(OPENED, None)
    messages.success(request, _("Closed. Your code opens it again."))
    return redirect("apply", call.slug)
