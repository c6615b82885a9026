"""A stage's record as part of a candidate's page, and what its buttons do."""

from typing import Any

from django.db import models
from django.http import HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, path, reverse

from spark import htmx
from spark.accounts import undoing
from spark.accounts.buttons import Button, offered
from spark.accounts.models import Role, User
from spark.accounts.scope import Request, has_role
from spark.audit import trail
from spark.bodies import takes
from spark.errors import Refused
from spark.errors import words as in_words
from spark.records.sections import Section
from spark.sheets.keeping import KeepsFile

Drawn = tuple[str, dict]  # a template, and what it gets


def shown(section: Section, request: Request, record, sent: dict | None = None) -> dict:
    """The context of `_record.html`: state, facts, and the buttons of this person.

    Args:
        sent: by the verb's name, the form to show again with what was typed.
    """
    tone, icon = section.tones.get(record.state, ("info", "clock"))
    buttons = offered(section.buttons, section.door, request.user, record)
    return {
        "record": {
            "key": section.name,
            "title": section.title,
            "state_label": record.get_state_display(),
            "state_tone": tone,
            "state_icon": icon,
            "facts": list(section.facts(record, request.user)),
            "actions": [
                button.shown(
                    section.url("act", record.pk, button.verb.name),
                    (sent or {}).get(button.verb.name)
                    or _form(section, button, request, record),
                    whom=record.candidate.person.name,
                )
                for button in buttons
            ],
        }
    }


def _form(
    section: Section, button: Button, request: Request, record: Any, *given: Any
) -> Any:
    prefix = section.form_prefix(button)
    return button.filled(request.user, record, *given, prefix=prefix)


def _enterable(section: Section, candidate_id: int) -> dict:
    """The context of `_record.html` while only entering is possible."""
    action = section.entrance.shown(section.url("enter", candidate_id), None)
    return {
        "record": {
            "key": section.name,
            "title": section.title,
            "actions": [action | {"primary": True}],
        }
    }


def _fragment(request: Request, context: dict, status: int = 200) -> HttpResponse:
    return htmx.render(request, "record.html", "_record.html", context, status)


def record_of(request: Request, section: Section, candidate_id: int) -> Drawn | None:
    """The newest record of a candidate with its buttons, if the user sees one."""
    record = section.newest_of(request.user, candidate_id)
    return ("_record.html", shown(section, request, record)) if record else None


def entrance_of(request: Request, section: Section, candidate_id: int) -> Drawn | None:
    """The way into the stage, if the user may let the candidate in."""
    may = section.entrance.verb.may(request.user)
    if may and section.entrance.waiting_of(request.user, candidate_id):
        return "_record.html", _enterable(section, candidate_id)
    return None


def form_of(section: Section, verb: str, **_: Any) -> Any:
    return section.button(verb).form


@takes(form_of)
def act(request: Request, section: Section, pk: int, verb: str) -> HttpResponse:
    """Press one button of one record."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    button = section.button(verb)
    record = section.door.get(request.user, pk)
    button.verb.check(request.user, record)
    form = _form(section, button, request, record, request.POST, request.FILES)
    sent = {verb: form} if form is not None else {}
    if form is not None and not form.is_valid():
        return _fragment(request, shown(section, request, record, sent), status=422)
    try:
        button.press(request.user, pk, form)
    except Refused as refused:
        if isinstance(form, KeepsFile):
            form.keep(refused)
        record = section.door.get(request.user, pk)
        context = shown(section, request, record, sent)
        refused = meanwhile(refused, record.candidate, request.user)
        context["refusal"] = in_words(refused)
        return _fragment(request, context, status=refused.status)
    if isinstance(form, KeepsFile):
        form.forget()
    undo = undoing.offer(request.user, button.verb, pk)
    return _back(request, button.toast(), record.candidate_id, undo)


def meanwhile(refused: Refused, candidate: models.Model, user: User) -> Refused:
    """A refusal because things moved on, with who moved them, what by and when."""
    if refused.code == "state-moved":
        internal = has_role(user, Role.OFFICE)
        entries = trail.timeline(candidate, internal=internal, limit=20)
        refused.facts["last"] = next(iter(entries), None)
    return refused


def enter(request: Request, section: Section, candidate_id: int) -> HttpResponse:
    """Take one candidate into the stage."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    entrance = section.entrance
    entrance.verb.check(request.user)
    source = entrance.waiting_of(request.user, candidate_id)
    if source is None:
        raise Refused("state-moved")
    entrance.verb(actor=request.user, ids=[source.pk])
    return _back(request, entrance.toast(), candidate_id)


def _back(
    request: Request, said: str, candidate_id: int, undo: str = ""
) -> HttpResponse:
    url = reverse("candidate-detail", args=[candidate_id])
    return htmx.done(request, said, url, undo)


def urls_of(section: Section, prefix: str) -> list[URLPattern]:
    """The way in, and the buttons."""
    given, name = {"section": section}, section.name
    return [
        path(
            f"{prefix}/of/<int:candidate_id>/enter/", enter, given, name=f"{name}-enter"
        ),
        path(f"{prefix}/<int:pk>/<slug:verb>/", act, given, name=f"{name}-act"),
    ]
