"""Incidents: those to be decided, and all."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from spark import clock, paging
from spark.accounts.models import Role
from spark.accounts.scope import Request, check_role
from training.judging import queries
from training.judging.stages import INCIDENT_TONES
from training.judging.views.trials import incident_pressed
from training.trials.views.display import hours


@require_GET
def incident_list(request: Request) -> HttpResponse:
    """The newest first; those to be decided, or all."""
    check_role(request.user, Role.OFFICE, Role.MENTOR)
    open_only = request.GET.get("show") != "all"
    rows = queries.incidents(request.user, open_only=open_only)
    page = paging.keyset(request, rows)
    for row in page.rows:
        row.tone, row.icon = INCIDENT_TONES[row.state]
        row.day = clock.day(row.trial.during.lower)
        row.clock = hours(row.trial.during)
    context = {"page": page, "open_only": open_only}
    return render(request, "training/judging/incidents.html", context)


@require_POST
def incident_act(request: Request, pk: int, verb: str) -> HttpResponse:
    return incident_pressed(request, pk, verb)
