"""What is done to many candidates of the list: a room's verb, or taking them out."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from candidates.register import access, actions, queries
from candidates.register.forms import FilterForm
from candidates.register.models import Candidate, Export
from candidates.register.sheets import exporting
from candidates.register.views.dressing import dress
from candidates.register.views.files import handed_out
from candidates.register.views.lists import (
    AT_ONCE,
    FOLDER,
    address,
    back,
    columns_of,
    page_of,
    people_in_words,
)
from spark.accounts.models import User
from spark.accounts.scope import Request
from spark.crypto import decrypt
from spark.errors import Refused, words
from spark.records import DEEDS, Deed, form_of, meanwhile, rehearse


@require_POST
def bulk(request: Request, name: str) -> HttpResponse:
    """First what must be given, then who is hit and who not and why; then the act."""
    deed = DEEDS.get(name)
    if deed is None:
        raise Http404
    if not deed.may(request.user):
        raise Refused("not-your-role", status=403)
    ids = _chosen(request)
    rows = access.CANDIDATES.visible_to(request.user).filter(pk__in=ids)
    people = list(rows.order_by("person__name_key", "pk"))
    records = deed.records(request.user, [one.pk for one in people])
    many = _Many(deed, people, records, _form(deed, request))
    if "confirmed" in request.POST and many.ready:
        return _done(request, many)
    return _preview(request, many)


@dataclass
class _Many:
    """What is to be done to whom: the people chosen, and the records it is done to."""

    deed: Deed
    people: list[Candidate]
    records: dict[int, Any]
    form: forms.BaseForm | None

    @property
    def ready(self) -> bool:
        """Is all given that it needs?"""
        return self.form is None or self.form.is_valid()

    @property
    def given(self) -> dict:
        return self.form.cleaned_data if self.form else {}

    def rehearsed(self, actor: User) -> tuple[list[Candidate], list[tuple]]:
        """(hit, left out with why); without what must be given, judged by state."""
        in_place = [self.records[c.pk] for c in self.people if c.pk in self.records]
        refused: dict[int, Refused] = {}
        if self.ready:
            _hit, barred = rehearse(self.deed, actor, in_place, self.given)
            refused = {getattr(r, self.deed.key): why for r, why in barred}
        hit, out = [], []
        for candidate in self.people:
            dress(candidate)
            if candidate.pk not in self.records:
                out.append((candidate, _stands(candidate)))
            elif candidate.pk in refused:
                out.append((candidate, words(refused[candidate.pk]).text))
            else:
                hit.append(candidate)
        return hit, out


def _stands(candidate: Candidate) -> str:
    return _("Now: %(state)s") % {"state": candidate.state_label}  # type: ignore[attr-defined]


def _form(deed: Deed, request: Request) -> forms.BaseForm | None:
    """What the deed needs, the same for all; files are filed one by one."""
    data = request.POST if "given" in request.POST else None
    form = form_of(deed.form, request.user, "many", data)
    if form is not None:
        for name, field in list(form.fields.items()):
            if isinstance(field, forms.FileField):
                del form.fields[name]
    return form


def _done(request: Request, many: _Many) -> HttpResponse:
    """All or nothing: who moved on meanwhile stops it, and the page says so."""
    ids = [record.pk for record in many.records.values()]
    try:
        gone = next((c for c in many.people if c.pk not in many.records), None)
        if gone is not None:
            raise meanwhile(Refused("state-moved"), gone, request.user)
        many.deed.act(actor=request.user, ids=ids, **many.given)
    except Refused as refused:
        return _preview(request, many, refused)
    said = _("%(what)s: %(people)s") % {
        "what": many.deed.label,
        "people": people_in_words(len(ids)),
    }
    return back(request, said, _query(request))


def _query(request: Request) -> str:
    return address(QueryDict(request.POST.get("query", "")))


def _preview(
    request: Request, many: _Many, refused: Refused | None = None
) -> HttpResponse:
    hit, out = many.rehearsed(request.user)
    wrong = many.form is not None and many.form.is_bound and not many.ready
    context = {
        "deed": many.deed,
        "form": many.form,
        "ready": many.ready,
        "hit": hit,
        "out": out,
        "query": _query(request),
        "back": page_of(_query(request)),
        "refusal": words(refused) if refused else None,
    }
    status = refused.status if refused else 422 if wrong else 200
    return render(request, f"{FOLDER}bulk.html", context, status=status)


def _chosen(request: Request) -> list[int]:
    """The keys ticked, or of everybody who matches; never more than a bulk takes."""
    if "everyone" in request.POST:
        given = QueryDict(request.POST.get("query", ""))
        form = FilterForm(given, user=request.user)
        rows = queries.candidates(request.user, form.chosen).order_by("-pk")
        ids = list(rows.values_list("pk", flat=True)[: AT_ONCE + 1])
    else:
        ids = _ticked(request)
    if not ids:
        raise Refused("bulk-nobody", status=422)
    if len(ids) > AT_ONCE:
        raise Refused("bulk-too-many", status=422, limit=AT_ONCE)
    return ids


def _ticked(request: Request) -> list[int]:
    given = request.POST.getlist("ids")
    return [int(key) for key in given if key.isdecimal() and len(key) < 19]


@require_POST
def export(request: Request) -> HttpResponse:
    """What somebody sees as a file: a short list at once, a long one by message."""
    access.CANDIDATES.check(request.user, "export")
    given = QueryDict(request.POST.get("query", ""))
    form = FilterForm(given, user=request.user)
    kept = list(queries.kept_of(request.user))
    ticked = [] if "everyone" in request.POST else _ticked(request)
    csv = request.POST.get("format") == Export.Format.CSV
    taken = actions.export_list(
        actor=request.user,
        columns=[column.name for column in columns_of(given, kept)],
        chosen=form.chosen,
        ids=ticked[:AT_ONCE],
        sort=form.sort,
        format=Export.Format.CSV if csv else Export.Format.XLSX,
    )
    if taken.state == Export.State.DONE:
        return _file(taken, exporting.content(taken))
    said = _("The list is being written. A message brings the link.")
    return back(request, said, address(given))


@require_GET
def export_file(request: Request, pk: int) -> HttpResponse:
    """The file a job wrote, for who asked for it, for a day."""
    access.CANDIDATES.check(request.user, "export")
    since = timezone.now() - actions.KEPT
    found = queries.file_of(request.user, pk, since=since)
    if found is None or found.content is None:
        raise Http404
    return _file(found, decrypt(bytes(found.content)))


def _file(taken: Export, content: bytes) -> HttpResponse:
    name = f"spark-{timezone.localtime(taken.created_at):%Y%m%d-%H%M}.{taken.format}"
    return handed_out(content, name)
