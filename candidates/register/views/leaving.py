"""Leaving before the first stage: a part of the candidate's page."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from candidates.register import access, actions
from candidates.register.forms import RegisteredLeaveForm
from candidates.register.models import Candidate
from candidates.register.stages import Stage, badge_of
from candidates.register.views.parts import Part, add_part
from spark import htmx, records
from spark.accounts.buttons import Button, offered
from spark.accounts.scope import Request
from spark.errors import Refused, words
from spark.records import Drawn

PREFIX = "registered-leave"
LEAVE = Button(
    actions.leave,
    _("Leave the programme"),
    _("Has left the programme."),
    form=RegisteredLeaveForm,
    danger=True,
)
records.add(records.BulkAction(PREFIX, LEAVE, frozenset([(Stage.REGISTERED, "")])))


def part(request: Request, candidate: Candidate) -> Drawn | None:
    record = registered(request, candidate)
    return ("_record.html", {"record": record}) if record else None


add_part(Part("registered", 90, part))


def registered(
    request: Request, candidate: Candidate, form: RegisteredLeaveForm | None = None
) -> dict[str, Any] | None:
    """The context of `_record.html` for who may be let go before they were called.

    Of who has left so, it says that.
    """
    if candidate.left_from == Stage.REGISTERED:
        return _left(candidate)
    if not offered([LEAVE], access.CANDIDATES, request.user, candidate):
        return None
    url = reverse("candidate-leave", args=[candidate.pk])
    return {
        "key": "registered",
        "title": Stage.REGISTERED.label,
        "facts": [(_("Since"), candidate.stage_since)],
        "actions": [LEAVE.shown(url, form or _form(request, candidate))],
    }


def _form(request: Request, candidate: Candidate, *given: Any) -> RegisteredLeaveForm:
    return LEAVE.filled(request.user, candidate, *given, prefix=PREFIX)


def _left(candidate: Candidate) -> dict[str, Any]:
    state = badge_of(candidate.stage, candidate.state)
    return {
        "key": "registered",
        "title": Stage.REGISTERED.label,
        "state_label": state.label,
        "state_tone": state.tone,
        "state_icon": state.icon,
        "facts": [(_("Since"), candidate.stage_since)],
    }


@require_POST
def candidate_leave(request: Request, pk: int) -> HttpResponse:
    candidate = access.CANDIDATES.get(request.user, pk)
    LEAVE.verb.check(request.user, candidate)
    form = _form(request, candidate, request.POST)
    if not form.is_valid():
        return _shown(request, candidate, form, 422)
    try:
        LEAVE.press(request.user, pk, form)
    except Refused as refused:
        candidate = access.CANDIDATES.get(request.user, pk)
        said = words(refused)
        return _shown(request, candidate, form, refused.status, refusal=said)
    url = reverse("candidate-detail", args=[pk])
    return htmx.done(request, LEAVE.toast(), url)


def _shown(
    request: Request,
    candidate: Candidate,
    form: RegisteredLeaveForm,
    status: int,
    **more: object,
) -> HttpResponse:
    gone = {"key": "registered", "title": Stage.REGISTERED.label}
    record = registered(request, candidate, form) or gone
    context = {"record": record, **more}
    return htmx.render(request, "record.html", "_record.html", context, status)
