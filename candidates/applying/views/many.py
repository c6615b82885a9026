"""A class is answered at once: first who is hit and who not, and why."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from candidates.applying.access import APPLICATIONS
from candidates.applying.models import Application
from candidates.applying.views.queue import MANY
from spark import paging
from spark.accounts.scope import Request
from spark.records import Subject, at_once, bounded


@require_POST
def application_many(request: Request, verb: str) -> HttpResponse:
    if verb not in MANY:
        raise Http404
    MANY[verb].verb.check(request.user)
    ids = bounded(paging.keys(request.POST.getlist("ids")))
    rows = APPLICATIONS.visible_to(request.user).filter(pk__in=ids)
    subjects = [_subject(row) for row in rows.order_by("name_key", "pk")]
    return at_once(request, MANY[verb], subjects, back=reverse("application-list"))


def _subject(application: Application) -> Subject:
    return Subject(
        key=application.pk,
        name=str(application),
        note=application.class_name,
        url=reverse("application-detail", args=[application.pk]),
        stands=application.get_state_display(),
        candidate=application,
    )
