"""The office's page of requests about data: what waits first, by its deadline."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from candidates.rights import actions, queries
from candidates.rights.access import REQUESTS
from candidates.rights.forms import AnswerForm
from candidates.rights.models import DataRequest
from candidates.rights.stages import TONES
from spark import htmx, paging
from spark.accounts.buttons import Button, offered
from spark.accounts.models import Role
from spark.accounts.scope import Request, check_role
from spark.errors import Refused, words

FOLDER = "candidates/rights/"
WAITING = paging.Order("due_at", descending=False)
BUTTONS = {
    button.verb.name: button
    for button in (
        Button(
            actions.correct,
            _("Correct as asked"),
            _("Corrected, and answered."),
            form=AnswerForm,
            consequence=_("Compare with the ID card first. Name and number are set."),
            primary=True,
        ),
        Button(actions.answer, _("Answer"), _("Answered."), form=AnswerForm),
        Button(
            actions.refuse,
            _("Refuse"),
            _("Refused, with your reason."),
            form=AnswerForm,
            consequence=_("Say why: the law asks for it (PIPL, Art. 50)."),
            danger=True,
        ),
    )
}


@require_GET
def request_list(request: Request) -> HttpResponse:
    check_role(request.user, Role.OFFICE)
    closed = request.GET.get("closed") == "1"
    order = paging.Order() if closed else WAITING
    rows = queries.requests(request.user, closed=closed)
    page = paging.keyset(request, rows, order=order)
    context = {
        "page": page,
        "closed": closed,
        "records": [_record(request, row) for row in page.rows],
    }
    return render(request, f"{FOLDER}requests.html", context)


def _record(request: Request, row: DataRequest, sent: dict | None = None) -> dict:
    tone, icon = TONES[row.state]
    facts = [
        (_("Asked"), row.created_at),
        (_("Due"), row.due_at),
        (_("In their words"), row.text),
        (_("Right name"), row.name),
        (_("Right ID number"), row.number_tail),
        (_("Answer"), row.answer),
    ]
    return {
        "key": row.pk,
        "candidate": row.candidate,
        "title": f"{row.candidate.person.name} · {row.get_kind_display()}",
        "state_label": row.get_state_display(),
        "state_tone": tone,
        "state_icon": icon,
        "facts": [(label, value) for label, value in facts if value],
        "actions": [
            button.shown(
                reverse("request-act", args=[row.pk, button.verb.name]),
                (sent or {}).get(button.verb.name) or _form(button, request, row),
            )
            for button in offered(BUTTONS.values(), REQUESTS, request.user, row)
        ],
    }


def _form(button: Button, request: Request, row: DataRequest, *data: Any) -> Any:
    prefix = f"request-{row.pk}-{button.verb.name}"
    return button.filled(request.user, row, *data, prefix=prefix)


@require_POST
def request_act(request: Request, pk: int, verb: str) -> HttpResponse:
    if verb not in BUTTONS:
        raise Http404
    button, row = BUTTONS[verb], REQUESTS.get(request.user, pk)
    button.verb.check(request.user, row)
    form = _form(button, request, row, request.POST)
    if not form.is_valid():
        return _again(request, pk, {verb: form}, 422)
    try:
        button.press(request.user, pk, form)
    except Refused as refused:
        more = {"refusal": words(refused)}
        return _again(request, pk, {verb: form}, refused.status, **more)
    return htmx.done(request, button.toast(), reverse("request-list"))


def _again(
    request: Request, pk: int, sent: dict, status: int, **more: object
) -> HttpResponse:
    record = _record(request, REQUESTS.get(request.user, pk), sent)
    context = {"record": record} | more
    return htmx.render(request, "record.html", "_record.html", context, status)
