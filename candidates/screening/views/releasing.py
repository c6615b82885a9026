"""Releasing a batch's decisions, seen first; and its waitlist, moving up in order."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST

from candidates.register.access import BATCHES
from candidates.register.models import Batch
from candidates.screening import actions, queries
from candidates.screening.access import SCREENINGS
from candidates.screening.models import Release, Screening
from candidates.screening.queries import Line
from candidates.screening.stages import DECISION_TONES, Decision, State
from candidates.screening.views.standing import Ranked
from spark import clock, htmx
from spark.accounts.buttons import Button, ReasonForm
from spark.accounts.scope import Request
from spark.errors import Refused, words
from spark.records import telling

FOLDER = "candidates/screening/"
MOVE_UP = Button(
    actions.move_up,
    gettext_lazy("Move up"),
    gettext_lazy("Moved up from the waitlist."),
    form=ReasonForm,
    primary=True,
)


def _batch(request: Request, slug: str) -> Batch:
    return get_object_or_404(BATCHES.visible_to(request.user), slug=slug)


@require_http_methods(["GET", "POST"])
def decision_release(request: Request, slug: str) -> HttpResponse:
    """Exactly who will be told what; by POST it is done, if nothing changed since."""
    actions.release_batch.check(request.user)
    batch = _batch(request, slug)
    if request.method == "GET":
        return _released(request, batch)
    seen = request.POST.get("seen", "")
    try:
        if queries.decided_in(batch).count() > actions.IN_A_REQUEST:
            actions.ask_release(actor=request.user, batch=batch, seen=seen)
            return htmx.to(request, reverse("decision-release", args=[slug]))
        count = actions.release_batch(actor=request.user, batch=batch, seen=seen)
    except Refused as refused:
        return _rehearsal(request, batch, refused)
    return _done(request, batch, count)


def _done(request: Request, batch: Batch, count: int) -> HttpResponse:
    said = ngettext("%d decision released.", "%d decisions released.", count) % count
    return htmx.done(request, said, _board(batch))


def _released(request: Request, batch: Batch) -> HttpResponse:
    """How far the job is that does it, or what became of it; else the rehearsal.

    Who watched a job, by its key in `job`, is led on when it ends.
    """
    last = queries.last_release(batch)
    if last is None:
        return _rehearsal(request, batch)
    if last.is_going:
        context = {
            "batch": batch,
            "back": _board(batch),
            "release": last,
            "progress": cache.get(actions.progress_key(last.pk)),
        }
        return htmx.render(
            request, f"{FOLDER}releasing.html", f"{FOLDER}_releasing.html", context
        )
    if request.GET.get("job") == str(last.pk):
        if last.state == last.State.DONE:
            return _done(request, batch, last.count)
        return htmx.to(request, request.path)
    return _rehearsal(request, batch, _refused(last))


def _refused(last: Release) -> Refused | None:
    """Why a job released nobody, as long as nothing came after it."""
    lately = last.finished_at and last.finished_at > clock.now() - timedelta(hours=1)
    if last.state == last.State.FAILED and lately:
        return Refused(last.error["code"], **last.error["facts"])
    return None


def _board(batch: Batch) -> str:
    return f"{reverse('decision-board')}?batch={batch.slug}"


def _rehearsal(
    request: Request, batch: Batch, refused: Refused | None = None
) -> HttpResponse:
    rows = SCREENINGS.visible_to(request.user).filter(candidate__batch=batch)
    noted = rows.filter(pk__in=queries.decided_in(batch).values("pk"))
    found = list(
        noted.select_related("decided_by").order_by("candidate__person__name_key", "pk")
    )
    ranked = Ranked(batch, request.user)
    context = {
        "batch": batch,
        "back": _board(batch),
        "seen": actions.fingerprint(found),
        "groups": [group for group in _groups(found, ranked) if group["rows"]],
        "count": len(found),
        "told": telling.shown(actions.foretell_release(found, clock.now())),
        "undecided": rows.filter(state=State.IN_REVIEW, decision="").count(),
        "overfull": list(_overfull(batch, found)),
        "disagree": ranked.disagree,
        "agreement": ranked.agreement,
        "refusal": words(refused) if refused else None,
    }
    status = refused.status if refused and request.method == "POST" else 200
    return render(request, f"{FOLDER}release.html", context, status=status)


def _groups(found: Sequence[Screening], ranked: Ranked) -> Iterator[dict[str, Any]]:
    """Those who pass, those who wait in the order they will have, those who don't."""
    for decision in Decision:
        rows = [row for row in found if row.decision == decision]
        if decision == Decision.WAITLISTED:
            rows.sort(key=lambda row: (row.candidate.direction_id, *ranked.turn(row)))
        tone, icon = DECISION_TONES[decision]
        yield {
            "label": decision.label,
            "tone": tone,
            "icon": icon,
            "follows": FOLLOWS[decision],
            "rows": rows,
        }


FOLLOWS = {
    Decision.PASSED: gettext_lazy(
        "They enter incubation at once; their colleges have a week for the papers."
    ),
    Decision.WAITLISTED: gettext_lazy(
        "They get their places on the waitlist, in this order within their direction."
    ),
    Decision.REJECTED: gettext_lazy(
        "They leave the batch. An appeal brings them back into review."
    ),
}


def _overfull(batch: Batch, found: Sequence[Screening]) -> Iterator[tuple[str, Line]]:
    """Quotas that more would pass than there are places."""
    places = queries.Places(batch.pk)
    named = {}
    for row in found:
        one = row.candidate
        for line in places.binding(one.direction_id, one.campus_id):
            if row.decision == Decision.PASSED and (line.left or 0) < 0:
                campus = "" if line.campus is None else f" · {one.campus}"
                named[line.direction, line.campus] = f"{one.direction}{campus}", line
    yield from named.values()


@require_http_methods(["GET"])
def decision_waitlist(request: Request, slug: str) -> HttpResponse:
    """Who waits in which order, and who moves up now."""
    actions.move_up.check(request.user)
    return _waitlist(request, _batch(request, slug))


@require_POST
def decision_move_up(request: Request, slug: str, pk: int) -> HttpResponse:
    """Let up who is next; refused if that is somebody else by now."""
    actions.move_up.check(request.user)
    batch = _batch(request, slug)
    record = SCREENINGS.get(request.user, pk)
    form = MOVE_UP.filled(request.user, record, request.POST, prefix=str(pk))
    if not form.is_valid():
        return _waitlist(request, batch, {pk: form}, status=422)
    try:
        MOVE_UP.press(request.user, pk, form)
    except Refused as refused:
        return _waitlist(request, batch, {pk: form}, refused, refused.status)
    here = reverse("decision-waitlist", args=[batch.slug])
    return htmx.done(request, MOVE_UP.toast(), here)


def _waitlist(
    request: Request,
    batch: Batch,
    sent: dict[int, Any] | None = None,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    rows = SCREENINGS.visible_to(request.user).filter(candidate__batch=batch)
    waiting = queries.waitlist_of(rows)
    places = queries.Places(batch.pk)
    following = queries.next_up(waiting, places)
    context = {
        "batch": batch,
        "back": _board(batch),
        "lists": [
            _list(request, batch, own, places, following, sent or {})
            for own in _by_direction(waiting)
        ],
        "refusal": words(refused) if refused else None,
    }
    return render(request, f"{FOLDER}waitlist.html", context, status=status)


def _by_direction(waiting: Sequence[Screening]) -> list[list[Screening]]:
    found: dict[int, list[Screening]] = {}
    for row in waiting:
        found.setdefault(row.candidate.direction_id, []).append(row)
    return list(found.values())


def _list(
    request: Request,
    batch: Batch,
    own: Sequence[Screening],
    places: queries.Places,
    following: dict[int, Screening],
    sent: dict[int, Any],
) -> dict[str, Any]:
    """One direction's: its line, its people, and the button for who is next."""
    direction = own[0].candidate.direction
    first = following.get(direction.pk)
    action = None
    if first is not None:
        url = reverse("decision-move-up", args=[batch.slug, first.pk])
        form = sent.get(first.pk) or MOVE_UP.filled(
            request.user, first, prefix=str(first.pk)
        )
        action = MOVE_UP.shown(url, form)
    return {
        "direction": direction,
        "line": places.lines[direction.pk, None],
        "rows": [(row, _why(row, first, places)) for row in own],
        "next": first,
        "action": action,
    }


def _why(row: Screening, first: Screening | None, places: queries.Places) -> str:
    """Why somebody isn't next whose turn it seems to be."""
    if row == first:
        return pgettext("waitlist", "Next")
    one = row.candidate
    full = [
        line
        for line in places.binding(one.direction_id, one.campus_id)
        if line.free is not None and line.free <= 0
    ]
    if any(line.campus is not None for line in full):
        return _("No place free for their college")
    return ""
