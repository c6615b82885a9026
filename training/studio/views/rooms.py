"""Live rooms: the list with slots opened in many, and one room with its week."""

from collections.abc import Sequence
from datetime import timedelta

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from spark import clock, htmx, paging
from spark.accounts.scope import Request, check_role, has_role
from spark.errors import Refused, Words, words
from training.studio import access, actions
from training.studio.forms.rooms import (
    BlockingForm,
    ProgrammeForm,
    RoomForm,
    SpanForm,
)
from training.studio.models import LiveRoom
from training.studio.queries.rooms import days_of, live_rooms
from training.studio.views.buttons import BUTTONS, MANY
from training.studio.views.heat_map import HeatMap

FOLDER = "training/studio/"

SOON = 14  # days whose slots are counted and shown


def _span(request: Request) -> SpanForm:
    """The days asked for, else the next two weeks."""
    today = clock.today()
    days = {"first_day": today, "last_day": today + timedelta(days=SOON - 1)}
    asked = {name: paging.day(request, name) or day for name, day in days.items()}
    return SpanForm(initial=asked)


@require_GET
def room_list(request: Request) -> HttpResponse:
    check_role(request.user, *access.LIVE_ROOMS.sees)
    return _list(request, _span(request))


def _list(
    request: Request, span: SpanForm, status: int = 200, ticked: Sequence[int] = ()
) -> HttpResponse:
    context = {
        "rooms": live_rooms(request.user, clock.now(), SOON),
        "may_change": actions.change_room.may(request.user),
        "sees_shifts": has_role(request.user, *access.SHIFTS.sees),
        "span": span,
        "soon": SOON,
        "ticked": ticked,
    }
    return render(request, f"{FOLDER}rooms.html", context, status=status)


@require_POST
def room_many(request: Request, verb: str) -> HttpResponse:
    """Open slots in the ticked rooms, or learn what is to be expected of them."""
    if verb not in MANY:
        raise Http404
    button = MANY[verb]
    button.verb.check(request.user)
    ids = paging.keys(request.POST.getlist("ids"))
    if not ids:
        raise Refused("rooms-missing", status=422)
    form = button.filled(request.user, data=request.POST)
    if form is not None and not form.is_valid():
        return _list(request, form, status=422, ticked=ids)
    given = form.cleaned_data if form is not None else {}
    result = button.verb(actor=request.user, ids=ids, **given)
    return htmx.done(request, button.toast(result), reverse("room-list"))


@require_GET
def room_detail(request: Request, pk: int) -> HttpResponse:
    """Hours, programme, blocked times, audience and slots to come of one room."""
    return _shown(request, access.LIVE_ROOMS.get(request.user, pk))


def _shown(
    request: Request,
    room: LiveRoom,
    forms: dict[str, forms.BaseForm] | None = None,
    refusal: Words | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; of `forms` the one that was sent stands open with what was typed."""
    now, sent = clock.now(), forms or {}
    may_change = actions.change_room.may(request.user)
    heat_map = HeatMap(room, sent.get(actions.enter_audience.name), editable=may_change)
    context = {
        "room": room,
        "seat_count": room.seats.count(),
        "may_change": may_change,
        "heat_map": heat_map,
        "programmes": room.programmes.all(),
        "blockings": room.blockings.filter(during__endswith__gt=now),
        "days": days_of(room, now, SOON),
        "soon": SOON,
        "change": sent.get(actions.change_room.name) or RoomForm(instance=room),
        "programme": sent.get(actions.add_programme.name) or ProgrammeForm(),
        "blocking": sent.get(actions.block_rooms.name) or BlockingForm(),
        "span": sent.get(actions.open_slots.name) or _span(request),
        "sent": next(iter(sent), ""),
        "refusal": refusal,
    }
    return render(request, f"{FOLDER}room.html", context, status=status)


@require_POST
def room_act(request: Request, pk: int, verb: str) -> HttpResponse:
    """Press one of the page's buttons."""
    room = access.LIVE_ROOMS.get(request.user, pk)
    if verb not in BUTTONS:
        raise Http404
    button = BUTTONS[verb]
    button.verb.check(request.user, room)
    form = button.filled(request.user, room, request.POST)
    sent = {verb: form} if form is not None else {}
    if form is not None and not form.is_valid():
        fresh = access.LIVE_ROOMS.get(request.user, pk)
        return _shown(request, fresh, sent, None, 422)
    try:
        result = button.press(request.user, pk, form)
    except Refused as refused:
        fresh = access.LIVE_ROOMS.get(request.user, pk)
        return _shown(request, fresh, sent, words(refused), refused.status)
    return htmx.done(request, button.toast(result), reverse("room-detail", args=[pk]))
