"""What the stage records share on the edge: a list, a fragment, a button per action.

A room describes itself as a `Room`; `urls_of(room)` gives its pages. The candidate page
pulls each room's fragment by URL, so nothing below knows the rooms above.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db.models import Count
from django.http import (
    Http404,
    HttpResponse,
    HttpResponseNotAllowed,
    QueryDict,
)
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from spark import htmx
from spark.accounts.models import User
from spark.accounts.scope import Door, Request
from spark.errors import Refused, words

Words = str | Promise


class ReasonForm(forms.Form):
    """A reason in words, kept in history."""

    reason = forms.CharField(max_length=300, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("Reason")


@dataclass(frozen=True)
class Button:
    """An action as a button.

    Args:
        verb: name in the door's `does` and in the URL.
        act: called with `actor`, `ids` and the form's fields.
        move: the model's transition method; the button shows while it is possible.
        when: instead of `move`, the condition on the record for showing the button.
        form: what must be given with it.
        said: the toast afterwards.
    """

    verb: str
    label: Words
    act: Callable
    said: Words
    move: str = ""
    when: Callable[[Any], bool] | None = None
    form: type[forms.BaseForm] | None = None
    primary: bool = False
    danger: bool = False


@dataclass(frozen=True)
class Entrance:
    """The door into the room, offered while no record exists.

    Args:
        enter: the handover, called with `actor` and `ids` of its source records.
        source: given the user and the candidate's id, the record to hand over or None.
    """

    verb: str
    label: Words
    enter: Callable
    source: Callable
    said: Words


@dataclass(frozen=True)
class Room:
    """A stage's record on the edge. `name` is its URL namespace and template folder."""

    name: str
    title: Words
    door: Door
    facts: Callable[[Any, User], Iterable[tuple[Words, object]]]
    buttons: tuple[Button, ...]
    entrance: Entrance
    tones: Mapping[Any, tuple[str, str]] = field(default_factory=dict)

    def button(self, verb: str) -> Button:
        for button in self.buttons:
            if button.verb == verb:
                return button
        raise Http404

    def url(self, view: str, *args: object) -> str:
        return reverse(f"{self.name}-{view}", args=args)


def shown(room: Room, request: Request, record, forms_: dict | None = None) -> dict:
    """The context of `_record.html`: state, facts, and the buttons of this person."""
    tone, icon = room.tones.get(record.state, ("info", "clock"))
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
        if _possible(record, button) and room.door.may(request.user, button.verb)
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
        }
    }


def _form(
    room: Room, button: Button, request: Request, data: QueryDict | None = None
) -> forms.BaseForm | None:
    """The button's form; one with `for_user` offers what this person may choose."""
    if button.form is None:
        return None
    mine: dict[str, Any] = {}
    if getattr(button.form, "for_user", False):
        mine["user"] = request.user
    return button.form(data, prefix=_prefix(room, button.verb), **mine)


def _prefix(room: Room, verb: str) -> str:
    """A page shows several rooms' forms: their fields' ids must differ."""
    return f"{room.name}-{verb}"


def _possible(record, button: Button) -> bool:
    if button.when is not None:
        return button.when(record)
    moves = {move.name for move in record.get_available_state_transitions()}
    return button.move in moves


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
    room.door.check(request.user, verb)
    form = _form(room, button, request, request.POST)
    if form is not None and not form.is_valid():
        return _fragment(
            request, shown(room, request, record, {verb: form}), status=422
        )
    try:
        button.act(actor=request.user, ids=[pk], **(form.cleaned_data if form else {}))
    except Refused as refused:
        record = room.door.get(request.user, pk)
        context = shown(room, request, record, {verb: form} if form else None)
        context["refusal"] = words(refused)
        return _fragment(request, context, status=refused.status)
    return _back(request, button.said, record.candidate_id)


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


def record_list(request: Request, room: Room) -> HttpResponse:
    """The room's records, by state, newest first."""
    visible = room.door.visible_to(request.user)
    counts = dict(visible.order_by().values_list("state").annotate(Count("pk")))
    state = request.GET.get("state", "")
    rows = visible.filter(state=state) if state in counts else visible
    page = htmx.keyset(request, rows)
    context = {
        "title": room.title,
        "states": [
            {"value": value, "label": label, "count": counts[value]}
            for value, label in room.door.model._meta.get_field("state").choices
            if value in counts
        ],
        "state": state,
        "total": sum(counts.values()),
        "page": page,
        "rows": [
            {
                "name": record.candidate.person.name,
                "url": reverse("candidate-detail", args=[record.candidate_id]),
                "campus": record.candidate.campus,
                "state_label": record.get_state_display(),
                "tone": room.tones.get(record.state, ("info", "clock")),
                "since": record.state_since,
            }
            for record in page.rows
        ],
    }
    return htmx.render(request, "records.html", "_records.html", context)


def urls_of(room: Room, prefix: str) -> list[URLPattern]:
    """`<prefix>/`, its candidates' fragments, the way in, and the buttons."""

    def bound(view: Callable) -> Callable:
        def call(request: Request, **kwargs) -> HttpResponse:
            return view(request, room, **kwargs)

        return call

    return [
        path(f"{prefix}/", bound(record_list), name=f"{room.name}-list"),
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
