"""A candidate's own calendar, for their phone."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from candidates.portal.views.own import Visit, own
from spark import htmx
from spark.calendars import actions
from spark.calendars.access import SUBSCRIPTIONS
from spark.calendars.views import END, followed


@own
@require_http_methods(["GET", "POST"])
def calendars(request: Visit) -> HttpResponse:
    """Those they follow; after a new one, this once, its address."""
    given = request.POST if request.method == "POST" else None
    context, status = followed(request, request.guest, given, end="portal-calendar-end")
    page = "candidates/portal/calendars.html"
    return render(request, page, context, status=status)


@own
@require_POST
def calendar_end(request: Visit, pk: int) -> HttpResponse:
    SUBSCRIPTIONS.get(request.guest, pk)
    actions.end(actor=request.guest, pk=pk)
    return htmx.done(request, END.toast(), reverse("portal-calendars"))
