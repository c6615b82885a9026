"""A candidate's page of their own data: see, correct, ask."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from candidates.portal.views import Visit, own
from candidates.register.models import Candidate
from candidates.register.views.identity import READERS
from candidates.register.views.own import Own, OwnPart, add_own_part
from candidates.rights import actions, queries
from candidates.rights.forms import AskForm, ContactForm
from candidates.rights.stages import TONES
from spark import htmx
from spark.errors import Refused, words


def _part(candidate: Candidate) -> Own:
    return Own("candidates/rights/_link.html", {})


add_own_part(OwnPart("data", 90, _part))


@own
@require_GET
def data(request: Visit) -> HttpResponse:
    return _page(request)


@sensitive_post_parameters()
@own
@require_POST
def contact(request: Visit) -> HttpResponse:
    """Phone and e-mail, corrected at once."""
    form = _form(ContactForm, request, request.POST)
    said = _("Saved.")
    return _done(request, "contact", form, actions.change_contact, said)


@sensitive_post_parameters()
@own
@require_POST
def ask(request: Visit) -> HttpResponse:
    form = _form(AskForm, request, request.POST)
    said = _("Sent. The answer will stand here, and among your messages.")
    return _done(request, "ask", form, actions.ask, said)


def _form(form: Any, request: Visit, data: Any = None) -> Any:
    return form(data, candidate=request.candidate, readers=READERS)


def _done(
    request: Visit, name: str, form: Any, act: Callable[..., object], said: str
) -> HttpResponse:
    """Do it and come back, or show the page with what is wrong."""
    if not form.is_valid():
        return _page(request, {name: form}, status=422)
    try:
        act(actor=request.guest, pk=request.candidate.pk, **form.cleaned_data)
    except Refused as refused:
        context = {name: form, "refusal": words(refused)}
        return _page(request, context, refused.status)
    return htmx.done(request, said, reverse("portal-data"))


def _page(request: Visit, sent: dict | None = None, status: int = 200) -> HttpResponse:
    asked = list(queries.requests_of(request.candidate))
    for row in asked:
        row.tone, row.icon = TONES[row.state]  # type: ignore[attr-defined]
    context = {
        "candidate": request.candidate,
        "kept": queries.all_kept(request.candidate),
        "asked": asked,
        "contact": _form(ContactForm, request),
        "ask": _form(AskForm, request),
    } | (sent or {})
    return render(request, "candidates/rights/data.html", context, status=status)
