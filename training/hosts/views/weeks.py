"""The page on which a candidate's week is entered."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from spark import htmx
from spark.accounts.scope import Request
from spark.errors import Refused, words
from training.hosts import actions, queries
from training.hosts.forms import week_forms
from training.hosts.views.permits import FOLDER


@require_http_methods(["GET", "POST"])
def host_week(request: Request, pk: int) -> HttpResponse:
    """The week as rows; by POST, all of them anew or none."""
    host = queries.host(request.user, pk)
    actions.change_week.check(request.user, host)
    rows = list(host.weekly_times.all())
    times = week_forms(request.POST or None, rows)
    seen, refusal, status = queries.digest_of(rows), None, 200
    if request.method == "POST":
        was, status = request.POST.get("seen", ""), 422
        if not times.is_valid():
            seen = was
        else:
            try:
                actions.change_week(
                    actor=request.user, pk=pk, times=times.times, seen=was
                )
            except Refused as refused:
                refusal, status = words(refused), refused.status
            else:
                return htmx.done(request, _("Week saved."), _back(pk))
    context = {
        "host": host,
        "times": times,
        "seen": seen,
        "refusal": refusal,
    }
    return render(request, f"{FOLDER}week.html", context, status=status)


def _back(pk: int) -> str:
    return reverse("candidate-detail", args=[pk]) + "#trials"
