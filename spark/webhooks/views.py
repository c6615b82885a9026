"""Pages on which a campus's coordinators look after its webhooks."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from spark import clock, htmx, paging
from spark.accounts import undoing
from spark.accounts.buttons import Button, offered
from spark.accounts.roles import Role
from spark.accounts.scope import Request, check_role, has_role
from spark.audit import trail
from spark.errors import Refused, words
from spark.webhooks import actions, queries
from spark.webhooks.access import DELIVERIES, WEBHOOKS, campuses_of
from spark.webhooks.buttons import BUTTONS, REPLAY_ONE
from spark.webhooks.forms import WebhookForm
from spark.webhooks.models import Webhook
from spark.webhooks.stages import TONES, State

FOLDER = "webhooks/"


@require_GET
def webhook_list(request: Request) -> HttpResponse:
    check_role(request.user, Role.COORDINATOR, Role.OFFICE)
    page = paging.keyset(request, queries.webhooks(request.user))
    context = {
        "page": page,
        "webhooks": [_dressed(webhook) for webhook in page.rows],
        "may_create": actions.create.may(request.user),
        "several": has_role(request.user, Role.OFFICE)
        or campuses_of(request.user).count() > 1,
    }
    return htmx.render(request, f"{FOLDER}list.html", f"{FOLDER}_rows.html", context)


def _dressed(webhook: Webhook) -> dict[str, Any]:
    tone, icon = TONES[State(webhook.state)]
    return {"webhook": webhook, "tone": tone, "icon": icon}


@require_http_methods(["GET", "POST"])
def create(request: Request) -> HttpResponse:
    """The page that follows shows the secret, this once."""
    actions.create.check(request.user)
    given = request.POST if request.method == "POST" else None
    form = WebhookForm(given, user=request.user)
    context: dict[str, Any] = {"form": form}
    if given is not None and form.is_valid():
        try:
            webhook = actions.create(actor=request.user, **form.cleaned_data)
        except Refused as refused:
            context["refusal"] = words(refused)
        else:
            return _with_secret(request, webhook)
    status = 422 if given is not None else 200
    return render(request, f"{FOLDER}create.html", context, status=status)


def _with_secret(request: Request, webhook: Webhook) -> HttpResponse:
    more = {"secret": webhook.shown_secret}  # type: ignore[attr-defined]
    response = _section(request, webhook.pk, more)
    response["Cache-Control"] = "no-store"
    return response


@require_GET
def detail(request: Request, pk: int) -> HttpResponse:
    webhook = WEBHOOKS.get(request.user, pk)
    context = _page(request, webhook) | _around(request, webhook)
    return htmx.render(request, f"{FOLDER}detail.html", f"{FOLDER}_log.html", context)


def _page(
    request: Request, webhook: Webhook, sent: dict[str, forms.Form] | None = None
) -> dict[str, Any]:
    """The section; `sent` has the form to show again with its errors, by verb."""
    return _dressed(webhook) | {
        "rotating": webhook.former_until and webhook.former_until > clock.now(),
        "record": {
            "key": "webhook",
            "actions": [
                button.shown(
                    reverse("webhook-act", args=[webhook.pk, button.verb.name]),
                    (sent or {}).get(button.verb.name)
                    or _form(request, button, webhook),
                )
                for button in offered(BUTTONS, WEBHOOKS, request.user, webhook)
            ],
        },
    }


def _around(request: Request, webhook: Webhook) -> dict[str, Any]:
    """The log and the history."""
    page = paging.keyset(request, queries.log(request.user, webhook), size=20)
    internal = has_role(request.user, Role.OFFICE)
    return {
        "page": page,
        "may_replay": REPLAY_ONE.verb.may(request.user),
        "entries": trail.timeline(webhook, internal=internal, among=(Webhook,)),
    }


def _form(request: Request, button: Button, webhook: Webhook, *given: Any) -> Any:
    """The page has several forms: their fields' ids differ."""
    auto_id = f"{button.verb.name}-%s"
    return button.filled(request.user, webhook, *given, auto_id=auto_id)


@require_POST
def act(request: Request, pk: int, verb: str) -> HttpResponse:
    """Press one of the buttons."""
    webhook = WEBHOOKS.get(request.user, pk)
    button = next((b for b in BUTTONS if b.verb.name == verb), None)
    if button is None:
        raise Refused("state-moved")
    button.verb.check(request.user, webhook)
    form = _form(request, button, webhook, request.POST)
    sent = {verb: form} if form else {}
    if form is not None and not form.is_valid():
        return _section(request, pk, sent=sent, status=422)
    try:
        result = button.press(request.user, pk, form)
    except Refused as refused:
        more = {"refusal": words(refused)}
        return _section(request, pk, more, sent, refused.status)
    if button.verb is actions.rotate_secret:
        return _with_secret(request, result)
    gone = button.verb is actions.remove
    url = reverse("webhooks") if gone else reverse("webhook", args=[pk])
    undo = undoing.offer(request.user, button.verb, pk)
    return htmx.done(request, button.toast(result), url, undo)


def _section(
    request: Request,
    pk: int,
    more: dict[str, Any] | None = None,
    sent: dict[str, forms.Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The section as it stands now; without htmx, the page around it."""
    webhook = WEBHOOKS.get(request.user, pk)
    context = _page(request, webhook, sent) | (more or {})
    if not request.htmx:
        context |= _around(request, webhook)
    fragment = f"{FOLDER}_webhook.html"
    return htmx.render(request, f"{FOLDER}detail.html", fragment, context, status)


@require_POST
def replay_one(request: Request, pk: int, delivery: int) -> HttpResponse:
    DELIVERIES.get(request.user, delivery)
    actions.replay_one(actor=request.user, pk=delivery)
    return htmx.done(request, REPLAY_ONE.toast(), reverse("webhook", args=[pk]))
