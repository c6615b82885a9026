"""Pages about systems: the office's, and what a coordinator sees of their campus's."""

from typing import Any

from allauth.decorators import rate_limit
from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from spark import htmx, paging
from spark.accounts.buttons import Button, offered
from spark.accounts.clients import actions, queries
from spark.accounts.clients.access import CLIENTS
from spark.accounts.clients.buttons import BUTTONS
from spark.accounts.clients.forms import ConnectForm, scopes_in_words
from spark.accounts.models import Application, Role
from spark.accounts.scope import Request, check_role
from spark.errors import Refused, words

FOLDER = "accounts/clients/"


@require_GET
def client_list(request: Request) -> HttpResponse:
    check_role(request.user, Role.OFFICE, Role.COORDINATOR)
    page = paging.keyset(request, queries.clients(request.user))
    context = {
        "page": page,
        "clients": [_dressed(client) for client in page.rows],
        "may_connect": actions.connect.may(request.user),
    }
    return htmx.render(request, f"{FOLDER}list.html", f"{FOLDER}_rows.html", context)


def _dressed(client: Application) -> dict[str, Any]:
    state = queries.state_of(client)
    tone, icon = queries.TONES[state]
    may = client.scopes.split()
    return {
        "client": client,
        "scopes": [words for scope, words in scopes_in_words() if scope in may],
        "state": state,
        "state_tone": tone,
        "state_icon": icon,
    }


@require_http_methods(["GET", "POST"])
@rate_limit(action="people")
@never_cache
def connect(request: Request) -> HttpResponse:
    actions.connect.check(request.user)
    form = ConnectForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        issued = actions.connect(actor=request.user, **form.cleaned_data)
        return _issued(request, issued)
    status = 422 if form.errors else 200
    return render(request, f"{FOLDER}connect.html", {"form": form}, status=status)


def _issued(request: Request, issued: actions.Issued) -> HttpResponse:
    """The secret: in this answer, and nowhere again."""
    context = {
        "client": issued.client,
        "secret": issued.secret,
        "until": queries.former_until(issued.client),
        "base": request.build_absolute_uri("/"),
    }
    return htmx.render(
        request, f"{FOLDER}issued.html", f"{FOLDER}_issued.html", context
    )


@require_GET
def client_detail(request: Request, pk: int) -> HttpResponse:
    client = CLIENTS.get(request.user, pk)
    context = _page(request, client) | {"entries": queries.history(client)}
    return render(request, f"{FOLDER}detail.html", context)


def _page(
    request: Request, client: Application, bad: dict[str, forms.Form] | None = None
) -> dict[str, Any]:
    """`bad` has the forms to show again with their errors, by verb."""
    bad = bad or {}
    return _dressed(client) | {
        "former_until": queries.former_until(client),
        "record": {
            "key": "client",
            "actions": [
                button.shown(
                    reverse("client-act", args=[client.pk, button.verb.name]),
                    bad.get(button.verb.name) or _form(request, button, client),
                )
                for button in offered(BUTTONS, CLIENTS, request.user, client)
            ],
        },
    }


def _form(request: Request, button: Button, client: Application, *given: Any) -> Any:
    """The page has several forms: their fields' ids differ."""
    auto_id = f"{button.verb.name}-%s"
    return button.filled(request.user, client, *given, auto_id=auto_id)


@require_POST
@rate_limit(action="people")
@never_cache
def client_act(request: Request, pk: int, verb: str) -> HttpResponse:
    client = CLIENTS.get(request.user, pk)
    button = next((b for b in BUTTONS if b.verb.name == verb), None)
    if button is None:
        raise Refused("state-moved")
    button.verb.check(request.user, client)
    form = _form(request, button, client, request.POST)
    if not form.is_valid():
        return _again(request, client, {verb: form}, None)
    try:
        result = button.press(request.user, client.pk, form)
    except Refused as refused:
        return _again(request, client, {verb: form}, refused)
    if isinstance(result, actions.Issued):
        return _issued(request, result)
    return htmx.done(request, button.toast(), reverse("client", args=[client.pk]))


def _again(
    request: Request,
    client: Application,
    bad: dict[str, forms.Form],
    refused: Refused | None,
) -> HttpResponse:
    context = _page(request, client, bad)
    if refused:
        context |= {"refusal": words(refused)}
    if not request.htmx:
        context["entries"] = queries.history(client)
    status = refused.status if refused else 422
    page, part = f"{FOLDER}detail.html", f"{FOLDER}_client.html"
    return htmx.render(request, page, part, context, status)
