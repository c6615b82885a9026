"""Leaving before the first stage: a part of the candidate's page."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from candidates.register import access, actions
from candidates.register.forms import RegisteredLeaveForm
from candidates.register.models import Candidate
from candidates.register.stages import Stage, look
from spark import htmx, records
from spark.accounts.scope import Request
from spark.errors import Refused, words

LABEL, PREFIX = _("Leave the programme"), "registered-leave"
records.add(
    records.Deed(
        name=PREFIX,
        label=LABEL,
        act=actions.leave,
        may=lambda user: access.CANDIDATES.may(user, "leave"),
        at=frozenset([(Stage.REGISTERED, "")]),
        rows=lambda user: access.CANDIDATES.visible_to(user, "leave").filter(
            stage=Stage.REGISTERED
        ),
        key="pk",
        form=RegisteredLeaveForm,
        danger=True,
    )
)


def registered(
    request: Request, candidate: Candidate, form: RegisteredLeaveForm | None = None
) -> dict[str, Any] | None:
    """The context of `_record.html` for who may be let go before they were called.

    Of who has left so, it says that.
    """
    if candidate.left_from == Stage.REGISTERED:
        return _left(candidate)
    if candidate.stage != Stage.REGISTERED:
        return None
    if "leave" not in access.CANDIDATES.verbs(request.user, candidate):
        return None
    action = {
        "verb": "leave",
        "label": LABEL,
        "danger": True,
        "url": reverse("candidate-leave", args=[candidate.pk]),
        "fields": form or RegisteredLeaveForm(prefix=PREFIX),
    }
    return {
        "key": "registered",
        "title": Stage.REGISTERED.label,
        "facts": [(_("Since"), candidate.stage_since)],
        "actions": [action],
    }


def _left(candidate: Candidate) -> dict[str, Any]:
    state = look(candidate.stage, candidate.state)
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
    access.CANDIDATES.check(request.user, "leave", candidate)
    form = RegisteredLeaveForm(request.POST, prefix=PREFIX)
    if not form.is_valid():
        return _shown(request, candidate, form, 422)
    try:
        actions.leave(actor=request.user, ids=[pk], **form.cleaned_data)
    except Refused as refused:
        candidate = access.CANDIDATES.get(request.user, pk)
        said = words(refused)
        return _shown(request, candidate, form, refused.status, refusal=said)
    url = reverse("candidate-detail", args=[pk])
    return htmx.done(request, str(_("Has left the programme.")), url)


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
