"""The office's pages about people."""

from typing import Any

from allauth.account.utils import perform_login
from allauth.decorators import rate_limit
from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from spark import htmx, paging
from spark.accounts.again import asked_again
from spark.accounts.buttons import Button, ReasonForm
from spark.accounts.models import Role, User
from spark.accounts.people import actions, queries
from spark.accounts.people.buttons import GRANT, REVOKE, offered_on
from spark.accounts.people.forms import (
    AcceptForm,
    FilterForm,
    InviteForm,
    RoleForm,
)
from spark.accounts.people.invitations import invitation_of
from spark.accounts.scope import Request, check_role
from spark.errors import Refused, words
from spark.notifications.returned import standing

FOLDER = "accounts/people/"


@require_GET
def people_list(request: Request) -> HttpResponse:
    check_role(request.user, Role.OFFICE)
    form = FilterForm(request.GET)
    page = paging.keyset(request, form.found(queries.people(request.user)))
    context = {
        "page": page,
        "people": [_dressed(person) for person in page.rows],
        "form": form,
        "filtered": bool(form.chosen),
    }
    return htmx.render(request, f"{FOLDER}list.html", f"{FOLDER}_rows.html", context)


def _dressed(person: User) -> dict:
    state = queries.state_of(person)
    tone, icon = queries.TONES[state]
    return {
        "person": person,
        "grants": list(person.role_grants.all()),
        "state": state,
        "state_tone": tone,
        "state_icon": icon,
    }


@require_http_methods(["GET", "POST"])
@rate_limit(action="people")
def invite(request: Request) -> HttpResponse:
    actions.invite.check(request.user)
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        person = actions.invite(
            actor=request.user,
            email=data["email"],
            name=data["name"],
            language=data["language"],
            grants=[(data["role"], data["place"])],
        )
        said = _("The invitation goes to %(email)s.") % {"email": person.email}
        return htmx.done(request, said, reverse("person", args=[person.pk]))
    status = 422 if form.errors else 200
    return render(request, f"{FOLDER}invite.html", {"form": form}, status=status)


@require_GET
def person_detail(request: Request, pk: int) -> HttpResponse:
    person = queries.get_person(request.user, pk)
    context = _page(request, person) | {
        "entries": queries.history(person),
        "returned": standing().filter(person=person).first(),
    }
    return render(request, f"{FOLDER}detail.html", context)


def _page(
    request: Request, person: User, bad: dict[str, forms.Form] | None = None
) -> dict:
    """Both sections; `bad` has the forms to show again with their errors, by verb."""
    bad = bad or {}
    oneself = person.pk == request.user.pk
    return _dressed(person) | {
        "oneself": oneself,
        "record": {
            "key": "person",
            "actions": [
                button.shown(
                    reverse("person-act", args=[person.pk, button.verb.name]),
                    bad.get(button.verb.name) or _form(request, button, person),
                )
                for button in offered_on(request.user, person)
            ],
        },
        "role_form": None if oneself else bad.get(GRANT.verb.name) or RoleForm(),
        "revoke_form": bad.get(REVOKE.verb.name) or ReasonForm(),
    }


def _form(request: Request, button: Button, person: User, *given: Any) -> Any:
    """The page has several forms with a reason: their fields' ids differ."""
    auto_id = f"{button.verb.name}-%s"
    return button.filled(request.user, person, *given, auto_id=auto_id)


@require_POST
@rate_limit(action="people")
def person_act(request: Request, pk: int, verb: str) -> HttpResponse:
    """One button of the log-in's section."""
    person = queries.get_person(request.user, pk)
    buttons = offered_on(request.user, person)
    button = next((b for b in buttons if b.verb.name == verb), None)
    if button is None:
        raise Refused("state-moved")
    form = _form(request, button, person, request.POST)
    return _do(request, person, "_access.html", button, form)


@require_POST
@rate_limit(action="people")
@asked_again
def grant(request: Request, pk: int) -> HttpResponse:
    person, form = queries.get_person(request.user, pk), RoleForm(request.POST)
    return _do(request, person, "_roles.html", GRANT, form)


@require_POST
@rate_limit(action="people")
def revoke(request: Request, pk: int, grant_id: int) -> HttpResponse:
    person, form = queries.get_person(request.user, pk), ReasonForm(request.POST)
    return _do(request, person, "_roles.html", REVOKE, form, grant_id=grant_id)


def _do(
    request: Request,
    person: User,
    fragment: str,
    button: Button,
    form: forms.Form | None,
    **more: int,
) -> HttpResponse:
    """Act and go back to the page, or show the section again and what is wrong."""
    sent = {button.verb.name: form} if form else {}
    if form is not None and not form.is_valid():
        return _again(request, person, fragment, sent, None)
    try:
        button.press(request.user, person.pk, form, **more)
    except Refused as refused:
        return _again(request, person, fragment, sent, refused)
    return htmx.done(request, button.toast(), reverse("person", args=[person.pk]))


def _again(
    request: Request,
    person: User,
    fragment: str,
    bad: dict[str, forms.Form],
    refused: Refused | None,
) -> HttpResponse:
    context = _page(request, person, bad)
    if refused:
        context |= {"refusal": words(refused), "refused_in": fragment}
    status = refused.status if refused else 422
    if not request.htmx:
        context["entries"] = queries.history(person)
    template = f"{FOLDER}{fragment}"
    return htmx.render(request, f"{FOLDER}detail.html", template, context, status)


@login_not_required
@require_http_methods(["GET", "POST"])
@rate_limit(action="invitation")
def invitation(request: Request, token: str) -> HttpResponse:
    """Opening the link changes nothing; the form lets in, once."""
    person = invitation_of(token).user
    given = request.POST if request.method == "POST" else None
    form = AcceptForm(given, person=person)
    if request.method == "POST" and form.is_valid():
        person = actions.accept(
            actor=person,
            token=token,
            name=form.cleaned_data["name"],
            password=form.cleaned_data["password"],
        )
        logout(request)
        messages.success(request, _("Welcome."))
        return perform_login(request, person)
    context = {"form": form, "person": person}
    status = 422 if form.errors else 200
    response = render(request, "accounts/invitation.html", context, status=status)
    response["Referrer-Policy"] = "strict-origin"  # the form needs an Origin
    return response
