"""Messages that wait for the office, how long they have, and letting them go."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from candidates.register.access import BATCHES
from candidates.telling import actions, queries
from candidates.telling.access import HELD, KEEPERS
from candidates.telling.forms import DropForm, HeldForm, HoldForm
from candidates.telling.queries import LONG, TOO_LONG
from spark import clock, htmx, paging
from spark.accounts.scope import Request, check_role
from spark.errors import Refused, words
from spark.notifications import inbox
from spark.notifications.models import Message
from spark.operations.forms import name_of
from spark.operations.words import span

FOLDER = "candidates/telling/"
OLDEST = paging.Order(descending=False)


@require_GET
def held(request: Request) -> HttpResponse:
    return _page(request)


def _page(
    request: Request,
    sent: dict[str, Any] | None = None,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    check_role(request.user, *KEEPERS)
    form = HeldForm(request.GET, user=request.user)
    rows = form.found(HELD.visible_to(request.user))
    page = paging.keyset(request, rows, order=OLDEST)
    batches = queries.held_batches()
    names = {one.hold.batch_id: str(one.hold.batch) for one in batches}
    context = {
        "form": form,
        "filtered": bool(form.chosen),
        "page": page,
        "rows": [_row(message, request, names) for message in page.rows],
        "batches": [
            {"held": one, "age": _age(one.age.total_seconds())} for one in batches
        ],
        "hold": HoldForm(user=request.user),
        "drop": DropForm(auto_id="drop-%s"),
        "refusal": words(refused) if refused else None,
    } | (sent or {})
    whole = f"{FOLDER}held.html"
    part = f"{FOLDER}_held.html" if request.method == "GET" else whole
    return htmx.render(request, whole, part, context, status)


def _row(message: Message, request: Request, names: dict[int, str]) -> dict[str, Any]:
    title, body = inbox.words(message, request.LANGUAGE_CODE)
    return {
        "message": message,
        "kind": name_of(message.kind),
        "title": title,
        "body": body,
        "batch": names.get(message.batch or 0, ""),
        "age": _age((clock.now() - message.created_at).total_seconds()),
    }


def _age(seconds: float) -> dict[str, Any]:
    """In words, and yellow or red."""
    found = {"tone": "info", "icon": "clock"}
    if seconds > LONG.total_seconds():
        found = {"tone": "warn", "icon": "alert-triangle"}
    if seconds > TOO_LONG.total_seconds():
        found = {"tone": "bad", "icon": "alert-triangle"}
    waits = span(max(seconds, 0))
    return {**found, "label": _("waiting for %(span)s") % {"span": waits}}


@require_POST
def hold(request: Request) -> HttpResponse:
    """Hold a batch's messages from now on."""
    actions.hold_messages.check(request.user)
    form = HoldForm(request.POST, user=request.user)
    if not form.is_valid():
        return _page(request, {"hold": form}, status=422)
    try:
        actions.hold_messages(actor=request.user, **form.cleaned_data)
    except Refused as refused:
        return _page(request, {"hold": form}, refused, refused.status)
    return htmx.done(request, _("Held from now on."), reverse("held-messages"))


@require_POST
def let_all_go(request: Request, slug: str) -> HttpResponse:
    """End a batch's hold."""
    actions.let_messages_go.check(request.user)
    batch = get_object_or_404(BATCHES.visible_to(request.user), slug=slug)
    actions.let_messages_go(actor=request.user, batch=batch)
    said = _("All messages of the batch go.")
    return htmx.done(request, said, reverse("held-messages"))


@require_POST
def act(request: Request, verb: str) -> HttpResponse:
    """Let those go that are ticked, or drop them with a reason."""
    actions.drop.check(request.user)
    ids = paging.keys(request.POST.getlist("ids"))
    if not ids:
        raise Refused("nothing-to-send", status=422)
    if verb == actions.let_go.name:
        number = actions.let_go(actor=request.user, ids=ids)
        said = ngettext("%(n)d message goes.", "%(n)d messages go.", number)
        return htmx.done(request, said % {"n": number}, reverse("held-messages"))
    form = DropForm(request.POST, auto_id="drop-%s")
    if not form.is_valid():
        return _page(request, {"drop": form, "picked": ids}, status=422)
    number = actions.drop(actor=request.user, ids=ids, **form.cleaned_data)
    said = ngettext("%(n)d message dropped.", "%(n)d messages dropped.", number)
    return htmx.done(request, said % {"n": number}, reverse("held-messages"))
