"""Taking back what was just done: the button in the toast that tells of it."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.db import transaction
from django.db.models import Max, Model
from django.http import Http404, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from spark import htmx
from spark.accounts.models import User
from spark.accounts.scope import Request
from spark.accounts.verbs import DECLARED, Verb
from spark.errors import Refused, words

SALT = "undo"
WITHIN = 600  # seconds; the toast is gone sooner, but not from a page without scripts


def offer(user: User, verb: Verb, pk: int) -> str:
    """What the toast's button sends to take it back; empty if the user can't."""
    undoing = verb.undoing
    if undoing is None or not undoing.may(user):
        return ""
    row = undoing.visible_to(user).filter(pk=pk).first()
    if row is None or not undoing.possible(row):
        return ""
    return signing.dumps([verb.history, pk, _version(row), user.pk], salt=SALT)


def _version(row: Model) -> int:
    """The row's newest entry in history."""
    (events, *_others) = row.pgh_event_models.values()  # type: ignore[attr-defined]
    found = events.objects.filter(pgh_obj=row.pk).aggregate(last=Max("pgh_id"))
    return found["last"]


@require_POST
def undo(request: Request) -> HttpResponse:
    """Take back what the toast told of, unless the row has changed since."""
    verb, pk, version = _asked(request)
    try:
        _take_back(request.user, verb, pk, version)
    except Refused as refused:
        said = words(refused)
        messages.warning(request, f"{said.text} {said.way_out}".strip())
    else:
        messages.success(request, _("Taken back."))
    return htmx.to(request, _back(request))


def _asked(request: Request) -> tuple[Verb, int, int]:
    """Raises Http404 for what wasn't offered to them, or not lately."""
    try:
        token = signing.loads(request.POST.get("undo", ""), salt=SALT, max_age=WITHIN)
    except signing.BadSignature as error:
        raise Http404 from error
    name, pk, version, user = token
    undoable = (verb for verb in DECLARED if verb.undone_by)
    verb = next((verb for verb in undoable if verb.history == name), None)
    if user != request.user.pk or verb is None:
        raise Http404
    return verb, pk, version


def _take_back(user: User, verb: Verb, pk: int, version: int) -> None:
    """Raises: Refused: undo-overtaken; what the verb that takes it back refuses."""
    undoing: Any = verb.undoing
    reason = {"reason": _("Taken back at once")} if "reason" in undoing.asks else {}
    with transaction.atomic():
        (row,) = undoing.door.locked(user, [pk], undoing)
        if _version(row) != version:
            raise Refused("undo-overtaken")
        undoing.to_one(actor=user, pk=pk, **reason)


def _back(request: Request) -> str:
    """The page the toast was on."""
    back = request.POST.get("back", "")
    ours = url_has_allowed_host_and_scheme(back, {request.get_host()})
    return back if ours else "/"
