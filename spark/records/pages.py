"""A room's record as part of a candidate's page, and what its buttons do."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import models
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, path, reverse

from spark import htmx
from spark.accounts.models import Role, User
from spark.accounts.scope import Request, has_role
from spark.audit import trail
from spark.errors import Refused
from spark.errors import words as in_words
from spark.records.many import offer
from spark.records.rooms import Button, Room, Words, form_of


def shown(room: Room, request: Request, record, forms_: dict | None = None) -> dict:
    """The context of `_record.html`: state, facts, and the buttons of this person."""
    tone, icon = room.tones.get(record.state, ("info", "clock"))
    may = room.door.verbs(request.user, record)
    actions = [
        {
            "verb": button.verb,
            "label": button.label,
            "primary": button.primary,
            "danger": button.danger,
            "url": room.url("act", record.pk, button.verb),
            "fields": (forms_ or {}).get(button.verb) or _form(room, button, request),
        }
        for button in room.buttons
        if button.shows_on(record) and button.verb in may
    ]
    return {
        "record": {
            "key": room.name,
            "title": room.title,
            "state_label": record.get_state_display(),
            "state_tone": tone,
            "state_icon": icon,
            "facts": list(room.facts(record, request.user)),
            "actions": actions,
        },
        "part": room.part,
        **room.more(record, request.user),
    }


def _form(
    room: Room, button: Button, request: Request, *given: Any
) -> forms.BaseForm | None:
    # A page shows several rooms' forms: their fields' ids must differ.
    return form_of(button.form, request.user, f"{room.name}-{button.verb}", *given)


def _offered(room: Room, candidate_id: int) -> dict:
    """The context of `_record.html` while only entering is possible."""
    action = {
        "verb": room.entrance.verb,
        "label": room.entrance.label,
        "primary": True,
        "danger": False,
        "url": room.url("enter", candidate_id),
        "fields": None,
    }
    return {"record": {"key": room.name, "title": room.title, "actions": [action]}}


def _fragment(request: Request, context: dict, status: int = 200) -> HttpResponse:
    return htmx.render(request, "record.html", "_record.html", context, status)


def of_candidate(request: Request, room: Room, candidate_id: int) -> HttpResponse:
    """The room's part of a candidate's page: the record, the way in, or nothing."""
    record = (
        room.door.visible_to(request.user)
        .filter(candidate_id=candidate_id)
        .order_by("-pk")
        .first()
    )
    if record is not None:
        return _fragment(request, shown(room, request, record))
    if room.door.may(request.user, room.entrance.verb) and room.entrance.source(
        request.user, candidate_id
    ):
        return _fragment(request, _offered(room, candidate_id))
    if not request.htmx:
        raise Http404
    return HttpResponse()


def act(request: Request, room: Room, pk: int, verb: str) -> HttpResponse:
    """Do one button's action to one record."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    button = room.button(verb)
    record = room.door.get(request.user, pk)
    room.door.check(request.user, verb, record)
    form = _form(room, button, request, request.POST, request.FILES)
    if form is not None and not form.is_valid():
        return _fragment(
            request, shown(room, request, record, {verb: form}), status=422
        )
    try:
        button.act(actor=request.user, ids=[pk], **(form.cleaned_data if form else {}))
    except Refused as refused:
        record = room.door.get(request.user, pk)
        context = shown(room, request, record, {verb: form} if form else None)
        told = meanwhile(refused, record.candidate, request.user)
        context["refusal"] = in_words(told)
        return _fragment(request, context, status=refused.status)
    return _back(request, button.said, record.candidate_id)


def meanwhile(refused: Refused, candidate: models.Model, user: User) -> Refused:
    """A refusal because things moved on, with who moved them, what by and when."""
    if refused.code == "state-moved":
        internal = has_role(user, Role.OFFICE)
        told = trail.timeline(candidate, internal=internal, limit=20)
        refused.facts["last"] = next(iter(told), None)
    return refused


def enter(request: Request, room: Room, candidate_id: int) -> HttpResponse:
    """Take one candidate into the room."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    entrance = room.entrance
    room.door.check(request.user, entrance.verb)
    source = entrance.source(request.user, candidate_id)
    if source is None:
        raise Refused("state-moved")
    entrance.enter(actor=request.user, ids=[source.pk])
    return _back(request, entrance.said, candidate_id)


def _back(request: Request, said: Words, candidate_id: int) -> HttpResponse:
    return htmx.done(
        request, str(said), reverse("candidate-detail", args=[candidate_id])
    )


def urls_of(room: Room, prefix: str) -> list[URLPattern]:
    """A candidate's fragment, the way in, and the buttons; all for many as well."""
    offer(room)

    def bound(view: Callable) -> Callable:
        def call(request: Request, **kwargs) -> HttpResponse:
            return view(request, room, **kwargs)

        return call

    return [
        path(
            f"{prefix}/of/<int:candidate_id>/",
            bound(of_candidate),
            name=f"{room.name}-of",
        ),
        path(
            f"{prefix}/of/<int:candidate_id>/enter/",
            bound(enter),
            name=f"{room.name}-enter",
        ),
        path(f"{prefix}/<int:pk>/<slug:verb>/", bound(act), name=f"{room.name}-act"),
    ]
