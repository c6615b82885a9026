"""Taking back what was just done: the button in the toast that tells of it."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.db import transaction
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from spark import htmx
from spark.accounts.models import User
from spark.accounts.scope import Request
from spark.accounts.verbs import DECLARED, Verb
from spark.duties import board
from spark.errors import Refused, words

SALT = "undo"
WITHIN = 600  # seconds; the toast is gone sooner, but not from a page without scripts


def offer(user: User, verb: Verb, *pks: int) -> str:
    """What the toast's button sends to take back what was just done to these rows.

    Empty if the user can't, to none of them.
    """
    undoing = verb.undoing
    if undoing is None or not undoing.may(user):
        return ""
    rows = undoing.visible_to(user).filter(pk__in=pks)
    able = {row.pk for row in rows if undoing.possible(row)}
    acts = _acts(undoing, able)
    if len(set(acts.values())) != 1:
        return ""
    act = str(acts.popitem()[1])
    asked = [verb.history, act, sorted(able), user.pk]
    return signing.dumps(asked, salt=SALT, compress=True)


def _acts(undoing: Verb, pks: Collection[int]) -> dict[int, UUID]:
    """Of each row, the act that is the newest in its history."""
    (events, *_others) = undoing.door.model.pgh_event_models.values()
    newest = events.objects.filter(pgh_obj__in=pks).order_by("pgh_obj", "-pgh_id")
    of_row = newest.distinct("pgh_obj").values_list("pgh_obj", "pgh_context_id")
    return dict(of_row)


@require_POST
def undo(request: Request) -> HttpResponse:
    """Take back what the toast told of, but for what has changed since."""
    verb, act, pks = _asked(request)
    try:
        taken, left = _take_back(request.user, verb, act, pks)
    except Refused as refused:
        said = words(refused)
        messages.warning(request, f"{said.text} {said.way_out}".strip())
    else:
        messages.success(request, _taken(taken) if len(pks) > 1 else _("Taken back."))
        if left:
            messages.warning(request, _left(left))
    return htmx.to(request, _back(request))


def _asked(request: Request) -> tuple[Verb, UUID, list[int]]:
    """Raises Http404 for what wasn't offered to them, or not lately."""
    try:
        token = signing.loads(request.POST.get("undo", ""), salt=SALT, max_age=WITHIN)
    except signing.BadSignature as error:
        raise Http404 from error
    name, act, pks, user = token
    undoable = (verb for verb in DECLARED if verb.undone_by)
    verb = next((verb for verb in undoable if verb.history == name), None)
    if user != request.user.pk or verb is None:
        raise Http404
    return verb, UUID(act), pks


def _take_back(
    user: User, verb: Verb, act: UUID, pks: Sequence[int]
) -> tuple[list[Model], list[Model]]:
    """(Taken back, left as they are): each row to which that act was the last.

    What is no longer theirs to take back is out of sight, as everywhere.

    Raises:
        Http404: if none is theirs any more.
        Refused: not-your-role; undo-overtaken, if all have changed since; what the verb
            that takes it back refuses.
    """
    undoing: Any = verb.undoing
    undoing.check(user)
    reason = {"reason": _("Taken back at once")} if "reason" in undoing.asks else {}
    with transaction.atomic():
        seen = undoing.visible_to(user).filter(pk__in=pks).values_list("pk", flat=True)
        rows = undoing.door.locked(user, seen, undoing)
        if not rows:
            raise Http404
        acts = _acts(undoing, pks)
        taken = [r for r in rows if acts[r.pk] == act and undoing.possible(r)]
        if not taken:
            raise Refused("undo-overtaken")
        undoing.to_rows(actor=user, rows=taken, **reason)
    return taken, [row for row in rows if row not in taken]


def _taken(rows: Sequence[Model]) -> str:
    said = ngettext(
        "Taken back for %(n)d person.", "Taken back for %(n)d people.", len(rows)
    )
    return said % {"n": len(rows)}


def _left(rows: Sequence[Any]) -> str:
    """By name, in the order that they were locked in."""
    names = board.names_of({row.candidate_id for row in rows})
    said = ngettext(
        "Changed in the meantime, so it was left as it is: %(names)s.",
        "Changed in the meantime, so they were left as they are: %(names)s.",
        len(rows),
    )
    return said % {"names": _(", ").join(names[row.candidate_id] for row in rows)}


def _back(request: Request) -> str:
    """The page the toast was on."""
    back = request.POST.get("back", "")
    ours = url_has_allowed_host_and_scheme(back, {request.get_host()})
    return back if ours else "/"
