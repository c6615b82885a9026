"""The page on which candidates say when they are free, knowing of their trials."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from candidates.portal.views import Visit, own
from spark import clock, htmx
from spark.errors import Refused, words
from training.hosts import actions
from training.hosts import queries as hosts
from training.hosts.forms import free_times
from training.hosts.models import WeeklyTime
from training.hosts.rules import Time, Week
from training.hosts.views.on_file import WeekShown
from training.trials import queries
from training.trials.models import Trial
from training.trials.views.display import add_display


@own
@require_http_methods(["GET", "POST"])
def week(request: Visit) -> HttpResponse:
    """Free times by day; by POST all of them anew or none.

    Trials that would then be outside are shown first: saving takes knowing of them.
    """
    host = hosts.host(request.guest, request.candidate.pk)
    rows = list(host.weekly_times.all())
    days = free_times(request.POST or None, rows)
    if request.method == "GET":
        return _page(request, rows, days, seen=hosts.digest_of(rows))
    seen = request.POST.get("seen", "")
    if not all(day.is_valid() for day in days):
        return _page(request, rows, days, 422, seen=seen)
    times = [time for day in days for time in day.times]
    if missed := _unknown(request, rows, times):
        known = {"missed": missed, "knowing": _keys(missed)}
        return _page(request, rows, days, 409, seen=seen, **known)
    try:
        actions.change_week(actor=request.guest, pk=host.pk, times=times, seen=seen)
    except Refused as refused:
        said = {"refusal": words(refused), "seen": hosts.digest_of(rows)}
        return _page(request, rows, days, refused.status, **said)
    return htmx.done(request, _("Week saved."), reverse("portal-home") + "#week")


def _page(
    request: Visit,
    rows: Sequence[WeeklyTime],
    days: Sequence[Any],
    status: int = 200,
    **more: object,
) -> HttpResponse:
    """Each day with its lessons."""
    lessons = [lessons for _day, _free, lessons in WeekShown.of(rows).days]
    shown = list(zip(days, lessons or [[]] * len(days), strict=True))
    context = {"days": shown} | more
    return render(request, "training/trials/own_week.html", context, status=status)


def _unknown(
    request: Visit, rows: Iterable[WeeklyTime], times: Iterable[Time]
) -> list[Trial]:
    """Trials to come that only the new week leaves out, unless these were shown."""
    names = ("kind", "weekday", "starts_at", "ends_at")
    before = Week.of(rows)
    after = Week.of(WeeklyTime(**dict(zip(names, time, strict=True))) for time in times)
    missed = []
    for trial in queries.trials_of(request.guest, request.candidate.pk):
        span = clock.local(trial.during.lower), clock.local(trial.during.upper)
        ahead = trial.is_movable and span[1] > clock.now()
        if ahead and before.is_free(*span) and not after.is_free(*span):
            add_display(trial)
            missed.append(trial)
    return [] if request.POST.get("knowing") == _keys(missed) else missed


def _keys(trials: Iterable[Trial]) -> str:
    return " ".join(str(trial.pk) for trial in trials)
