"""What is done to many candidates of the list: a room's verb, or taking them out."""

from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from candidates.lists import actions, queries
from candidates.lists.sheets import exporting
from candidates.lists.views.lists import (
    address,
    back,
    columns_of,
    conditions_sent,
    page_of,
)
from candidates.register import access
from candidates.register.models import Candidate, Export
from candidates.register.stages import badge_of
from candidates.register.views.files import format_asked, handed_out
from spark import clock, paging
from spark.accounts.again import asked_again
from spark.accounts.queries import has_lost_a_role
from spark.accounts.scope import Request
from spark.crypto import decrypt
from spark.errors import Refused
from spark.records import AT_ONCE, BULK_ACTIONS, Subject, at_once, bounded


@require_POST
def bulk(request: Request, name: str) -> HttpResponse:
    """First what must be given, then who is hit and who not and why; then the act."""
    action = BULK_ACTIONS.get(name)
    if action is None:
        raise Http404
    action.verb.check(request.user)
    ids = _chosen(request)
    rows = access.CANDIDATES.visible_to(request.user).filter(pk__in=ids)
    query = address(QueryDict(request.POST.get("query", "")))
    people = rows.order_by("person__name_key", "pk")
    subjects = [_subject(candidate) for candidate in people]
    return at_once(request, action, subjects, back=page_of(query), query=query)


def _subject(candidate: Candidate) -> Subject:
    return Subject(
        key=candidate.pk,
        name=candidate.person.name,
        note=str(candidate.campus),
        url=reverse("candidate-detail", args=[candidate.pk]),
        stands=str(badge_of(candidate.stage, candidate.state).label),
        candidate=candidate,
    )


def _chosen(request: Request) -> list[int]:
    """The keys ticked, or of everybody who matches; never more than a bulk takes."""
    ids = paging.keys(request.POST.getlist("ids"))
    if "everyone" in request.POST:
        form = conditions_sent(request)
        seen = queries.came_in(access.CANDIDATES.visible_to(request.user))
        rows = form.found(seen).order_by("-pk")
        ids = list(rows.values_list("pk", flat=True)[: AT_ONCE + 1])
    return bounded(ids)


@require_POST
@asked_again
def export(request: Request) -> HttpResponse:
    """What somebody sees as a file: a short list at once, a long one by message."""
    actions.export_list.check(request.user)
    form = conditions_sent(request)
    given = form.given
    saved = list(queries.saved_views(request.user))
    ticked = paging.keys(request.POST.getlist("ids"))
    everyone = "everyone" in request.POST
    taken = actions.export_list(
        actor=request.user,
        columns=[column.name for column in columns_of(request.user, given, saved)],
        chosen=form.chosen,
        ids=[] if everyone else bounded(ticked),
        sort=form.sorted_by,
        format=format_asked(request),
    )
    if taken.state == Export.State.DONE:
        return _file(taken, exporting.content(taken))
    said = _("The list is being written. A message brings the link.")
    return back(request, said, address(given))


@require_GET
def export_file(request: Request, pk: int) -> HttpResponse:
    """The file a job wrote, for who asked for it, for a day."""
    actions.export_list.check(request.user)
    since = clock.now() - actions.KEPT
    found = queries.file_of(request.user, pk, since=since)
    if found is None or found.content is None:
        raise Http404
    if has_lost_a_role(request.user, found.created_at):
        raise Refused("export-of-other-roles", status=403)
    return _file(found, decrypt(bytes(found.content)))


def _file(taken: Export, content: bytes) -> HttpResponse:
    name = f"spark-{clock.local(taken.created_at):%Y%m%d-%H%M}.{taken.format}"
    return handed_out(content, name)
