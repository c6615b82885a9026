"""Pages on which the office sees how Spark is doing, and sends again what failed."""

from collections import Counter
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from spark import clock, htmx, paging
from spark.accounts.scope import Request, check_role
from spark.conditions import Conditions
from spark.errors import Refused
from spark.operations import actions, queries, shown
from spark.operations.access import KEEPERS
from spark.operations.forms import GuestsUndeliveredForm, UndeliveredForm
from spark.operations.queues import queues
from spark.operations.timetable import Colour
from spark.operations.watching import troubles
from spark.sheets.writing import csv_lines

FOLDER = "operations/"
MOST = 1000  # messages sent again by one press
STEPS = (5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000)


@require_GET
def operations(request: Request) -> HttpResponse:
    """The figures; htmx asks for them anew, and for nothing else."""
    check_role(request.user, *KEEPERS)
    context = _figures()
    if not request.htmx:
        context |= _chart()
    return htmx.render(request, f"{FOLDER}page.html", f"{FOLDER}_figures.html", context)


def _figures() -> dict[str, Any]:
    in_redis = queues()
    found: dict[str, list[shown.Shown]] = {
        "queues": [shown.queue(queue) for queue in in_redis or []],
        "channels": [shown.traffic(one) for one in queries.traffic()],
        "jobs": [shown.job(job, run) for job, run in queries.runs()],
    }
    worst = list(reversed(Colour))
    found["jobs"].sort(key=lambda job: worst.index(job.colour))
    wrong, webhooks, robots = troubles(), queries.webhooks(), queries.robots()
    failing = bool(webhooks["failing"]) + bool(robots["failing"])
    colours = Counter(one.colour for rows in found.values() for one in rows)
    return found | {
        "redis_gone": in_redis is None,
        "troubles": wrong,
        "webhooks": webhooks,
        "robots": robots,
        "returned": queries.returned(),
        "guests_failed": queries.guests_failed(),
        "red": colours[Colour.RED] + (in_redis is None),
        "yellow": colours[Colour.YELLOW] + len(wrong) + failing,
        "at": clock.now(),
    }


def _chart() -> dict[str, Any]:
    """The hours, and an axis of at most six steps."""
    hours = queries.hours()
    highest = max(hour.total for hour in hours)
    step = next((step for step in STEPS if step * 6 >= highest), highest)
    names = [(one.channel, one.label) for one in queries.channels()]
    return {
        "hours": [
            (hour, [hour.sent.get(name, 0) for name, _label in names]) for hour in hours
        ],
        "names": [label for _name, label in names],
        "sent": sum(hour.total for hour in hours),
        "step": step,
        "last": step * max(-(-highest // step), 1),
    }


@require_GET
def hours_file(request: Request) -> StreamingHttpResponse:
    """The table of the chart as CSV."""
    check_role(request.user, *KEEPERS)
    channels = queries.channels()
    rows = (
        [clock.local(hour.begins), *(hour.sent.get(c.channel, 0) for c in channels)]
        for hour in queries.hours()
    )
    name = f"spark-sent-{clock.now():%Y%m%d-%H%M}.csv"
    return StreamingHttpResponse(
        csv_lines([_("Hour from"), *(c.label for c in channels)], rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_GET
def undelivered(request: Request) -> HttpResponse:
    check_role(request.user, *KEEPERS)
    form = UndeliveredForm(request.GET, user=request.user)
    rows = form.found(queries.undelivered(request.user))
    return _listed(request, form, rows, shown.letters, "undelivered")


@require_GET
def guests_undelivered(request: Request) -> HttpResponse:
    check_role(request.user, *KEEPERS)
    form = GuestsUndeliveredForm(request.GET, user=request.user)
    rows = form.found(queries.guests_undelivered(request.user))
    return _listed(request, form, rows, shown.reminders, "undelivered-guests")


def _listed(
    request: Request, form: Conditions, rows: QuerySet, letters: Any, place: str
) -> HttpResponse:
    page = paging.keyset(request, rows)
    context = {
        "form": form,
        "filtered": bool(form.chosen),
        "page": page,
        "letters": list(letters(page.rows)),
        "everyone": _everyone(rows, page),
        "to_guests": place != "undelivered",
        "again": reverse(f"{place}-send-again"),
    }
    return htmx.render(
        request, f"{FOLDER}undelivered.html", f"{FOLDER}_undelivered.html", context
    )


def _everyone(rows: QuerySet, page: paging.Keyset) -> int:
    """How many could be sent again at once, where that is more than the page has."""
    if not (page.newer or page.older):
        return 0
    return rows.filter(outdated=False).order_by()[:MOST].count()


@require_POST
def send_again(request: Request) -> HttpResponse:
    """Those that are ticked, or all that match the address's conditions."""
    actions.send_again.check(request.user)
    form = UndeliveredForm(request.GET, user=request.user)
    ids = _chosen(request, form, queries.undelivered(request.user))
    number = actions.send_again(actor=request.user, ids=ids)
    return _sent(request, number, "undelivered")


@require_POST
def guests_send_again(request: Request) -> HttpResponse:
    """As `send_again`."""
    actions.remind_again.check(request.user)
    form = GuestsUndeliveredForm(request.GET, user=request.user)
    ids = _chosen(request, form, queries.guests_undelivered(request.user))
    number = actions.remind_again(actor=request.user, ids=ids)
    return _sent(request, number, "undelivered-guests")


def _chosen(request: Request, form: Conditions, rows: QuerySet) -> list[int]:
    """Raises:
    Refused: nothing-to-send.
    """
    if "everyone" in request.POST:
        form.check()
        found = form.found(rows).filter(outdated=False).order_by("pk")
        ids = list(found.values_list("pk", flat=True)[:MOST])
    else:
        ids = paging.keys(request.POST.getlist("ids"))
    if not ids:
        raise Refused("nothing-to-send", status=422)
    return ids


def _sent(request: Request, number: int, place: str) -> HttpResponse:
    said = ngettext(
        "%(n)d message is sent again.", "%(n)d messages are sent again.", number
    )
    return htmx.done(request, said % {"n": number}, reverse(place))
