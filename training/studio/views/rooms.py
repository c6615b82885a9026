"""Live rooms: the list with slots opened in many, and one room with its week."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from spark import clock, htmx
from spark.accounts.scope import Request, has_role
from spark.errors import Refused, Words, words
from training.studio import access, actions
from training.studio.forms.rooms import (
    AudienceForm,
    BlockingForm,
    ProgrammeForm,
    RoomForm,
    SpanForm,
)
from training.studio.models import LiveRoom
from training.studio.queries.rooms import days_of, live_rooms
from training.studio.views.heat import HeatMap

FOLDER = "training/studio/"

SOON = 14  # days whose slots are counted and shown


def _span(given) -> SpanForm:
    """The days asked for, else the next two weeks."""
    today = clock.today()
    asked = {"first_day": today, "last_day": today + timedelta(days=SOON - 1)}
    for name in asked:
        try:
            asked[name] = parse_date(given.get(name, "")) or asked[name]
        except ValueError:
            continue
    return SpanForm(initial=asked)


def _opened(opened: actions.Opened) -> str:
    said = _("%(n)d slots opened, %(closed)d left out, %(standing)d there already.") % {
        "n": opened.slots,
        "closed": opened.closed,
        "standing": opened.standing,
    }
    if opened.borrowed:
        said += " " + _(
            "%(rooms)s: expected viewers are those of other rooms of the category."
        ) % {"rooms": _names(opened.borrowed)}
    return said


def _names(rooms: list[LiveRoom]) -> str:
    return "、".join(str(room) for room in rooms)


def _estimated(without: list[LiveRoom]) -> str:
    if not without:
        return _("Audience estimated from results.")
    return _("Audience estimated. No final result yet: %(rooms)s.") % {
        "rooms": _names(without)
    }


def _renewed(number: int) -> str:
    return _("Expected viewers of %(n)d slots renewed.") % {"n": number}


def _saved(number: int) -> str:
    """What a change of times did to slots that stood."""
    said = _("Saved.")
    if number:
        said += " " + _("%(n)d slots without anybody removed.") % {"n": number}
    return said


@require_GET
def room_list(request: Request) -> HttpResponse:
    access.ROOMS.check(request.user, "look")
    return _list(request, _span(request.GET))


def _list(request: Request, span: SpanForm, status: int = 200) -> HttpResponse:
    context = {
        "rooms": live_rooms(request.user, clock.now(), SOON),
        "may_change": access.ROOMS.may(request.user, "change"),
        "sees_shifts": has_role(request.user, *access.SHIFTS.sees),
        "span": span,
        "soon": SOON,
    }
    return render(request, f"{FOLDER}rooms.html", context, status=status)


@require_POST
def room_many(request: Request, verb: str) -> HttpResponse:
    """Open slots in the ticked rooms, or learn what is to be expected of them."""
    access.ROOMS.check(request.user, "change")
    ids = [int(k) for k in request.POST.getlist("ids") if k.isdecimal() and len(k) < 19]
    given: dict[str, Any] = {"actor": request.user, "room_ids": ids}
    back = reverse("room-list")
    if not ids:
        raise Refused("rooms-missing", status=422)
    if verb == "estimate":
        return htmx.done(request, _estimated(actions.estimate_audience(**given)), back)
    if verb == "renew":
        return htmx.done(request, _renewed(actions.refresh_expected(**given)), back)
    if verb != "open-slots":
        raise Http404
    span = SpanForm(request.POST)
    if not span.is_valid():
        return _list(request, span, status=422)
    opened = actions.open_slots(**given, **span.cleaned_data)
    return htmx.done(request, _opened(opened), back)


@require_GET
def room_detail(request: Request, pk: int) -> HttpResponse:
    """Hours, programme, blocked times, audience and slots to come of one room."""
    return _shown(request, access.ROOMS.get(request.user, pk))


def _shown(
    request: Request,
    room: LiveRoom,
    forms: dict[str, forms.BaseForm] | None = None,
    refusal: Words | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; of `forms` the one that was sent stands open with what was typed."""
    now, sent = clock.now(), forms or {}
    may_change = access.ROOMS.may(request.user, "change")
    heat_map = HeatMap(room, sent.get("audience"), editable=may_change)
    context = {
        "room": room,
        "seat_count": room.seats.count(),
        "may_change": may_change,
        "heat_map": heat_map,
        "programmes": room.programmes.all(),
        "blockings": room.blockings.filter(during__endswith__gt=now),
        "days": days_of(room, now, SOON),
        "soon": SOON,
        "change": sent.get("change") or RoomForm(instance=room),
        "programme": sent.get("programme") or ProgrammeForm(),
        "blocking": sent.get("block") or BlockingForm(),
        "span": sent.get("open-slots") or _span(request.GET),
        "sent": next(iter(sent), ""),
        "refusal": refusal,
    }
    return render(request, f"{FOLDER}room.html", context, status=status)


@require_POST
def room_act(request: Request, pk: int, verb: str) -> HttpResponse:
    """One of VERBS: with a form of its own, or a single button."""
    room = access.ROOMS.get(request.user, pk)
    access.ROOMS.check(request.user, "change")
    if verb not in VERBS:
        raise Http404
    make, act = VERBS[verb]
    form = make(request, room)
    if not form.is_valid():
        return _shown(
            request, access.ROOMS.get(request.user, pk), {verb: form}, None, 422
        )
    try:
        said = act({"actor": request.user}, pk, form)
    except Refused as refused:
        fresh = access.ROOMS.get(request.user, pk)
        return _shown(request, fresh, {verb: form}, words(refused), refused.status)
    return htmx.done(request, said, reverse("room-detail", args=[pk]))


def _key(request: Request, room: LiveRoom) -> forms.Form:
    """A row of the room's to be taken away."""
    form = forms.Form(request.POST)
    form.fields["row"] = forms.IntegerField(min_value=1)
    return form


def _plain(form: type[forms.BaseForm]) -> Callable:
    return lambda request, room: form(request.POST)


def _change(given: dict, pk: int, form: RoomForm) -> str:
    return _saved(actions.change_room(**given, room_id=pk, **form.cleaned_data))


def _programme(given: dict, pk: int, form: ProgrammeForm) -> str:
    return _saved(actions.add_programme(**given, room_id=pk, **form.cleaned_data))


def _end_programme(given: dict, pk: int, form: forms.Form) -> str:
    row = form.cleaned_data["row"]
    actions.remove_programme(**given, room_id=pk, programme_id=row)
    return _("Programme removed.")


def _block(given: dict, pk: int, form: BlockingForm) -> str:
    return _saved(actions.block_rooms(**given, room_ids=[pk], **form.cleaned_data))


def _unblock(given: dict, pk: int, form: forms.Form) -> str:
    row = form.cleaned_data["row"]
    actions.unblock_room(**given, room_id=pk, blocking_id=row)
    return _("Block lifted. Open the slots again if they are wanted.")


def _audience(given: dict, pk: int, form: AudienceForm) -> str:
    number = actions.enter_audience(**given, room_id=pk, viewers=form.viewers)
    return _("Viewers of %(n)d hours changed.") % {"n": number}


def _estimate(given: dict, pk: int, form: forms.Form) -> str:
    return _estimated(actions.estimate_audience(**given, room_ids=[pk]))


def _renew(given: dict, pk: int, form: forms.Form) -> str:
    return _renewed(actions.refresh_expected(**given, room_ids=[pk]))


def _open(given: dict, pk: int, form: SpanForm) -> str:
    return _opened(actions.open_slots(**given, room_ids=[pk], **form.cleaned_data))


VERBS: dict[str, tuple[Callable, Callable[[dict, int, Any], str]]] = {
    "change": (lambda request, room: RoomForm(request.POST, instance=room), _change),
    "programme": (_plain(ProgrammeForm), _programme),
    "end-programme": (_key, _end_programme),
    "block": (_plain(BlockingForm), _block),
    "unblock": (_key, _unblock),
    "audience": (lambda request, room: HeatMap(room).form_of(request.POST), _audience),
    "estimate": (_plain(forms.Form), _estimate),
    "renew": (_plain(forms.Form), _renew),
    "open-slots": (_plain(SpanForm), _open),
}
