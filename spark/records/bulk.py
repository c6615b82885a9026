"""A verb done to many: first who is hit and who not, and why; then the act."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django import forms
from django.db import models, transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spark import htmx, paging
from spark.accounts import undoing
from spark.accounts.buttons import Button
from spark.accounts.models import User
from spark.accounts.scope import Request
from spark.errors import Refused, Words, words
from spark.notifications.foretelling import Foretold
from spark.records import telling
from spark.records.many import BulkAction, Rehearsal, rehearse
from spark.records.pages import meanwhile

AT_ONCE = 200  # people that are done to at a time
Chosen = TypeVar("Chosen", bound=Sequence)


def bounded(chosen: Chosen) -> Chosen:
    """What was chosen, if it is somebody, and not more than a page shows.

    Raises:
        Refused: bulk-nobody, bulk-too-many.
    """
    if not chosen:
        raise Refused("bulk-nobody", status=422)
    if len(chosen) > AT_ONCE:
        raise Refused("bulk-too-many", status=422, limit=AT_ONCE)
    return chosen


@dataclass(frozen=True)
class Subject:
    """One of those chosen, as the page shows them.

    Args:
        key: what the action's rows name them by.
        stands: the state they are in, in words.
        candidate: whose history tells what happened meanwhile.
        becomes: what the act makes of this one, where it differs from one to another.
    """

    key: int
    name: str
    note: str
    url: str
    stands: str
    candidate: models.Model
    becomes: str = ""


Out = tuple[Subject, Sequence[Words]]


@dataclass
class _Many:
    action: BulkAction
    subjects: Sequence[Subject]
    rows: Mapping[int, Any]
    near: Mapping[int, Any]
    form: forms.BaseForm | None

    @property
    def ready(self) -> bool:
        """Is all given that it needs?"""
        return self.form is None or self.form.is_valid()

    @property
    def given(self) -> dict:
        return self.form.cleaned_data if self.form else {}

    def rehearsed(self, actor: User) -> tuple[list[Subject], list[Out], list[Foretold]]:
        """(hit, left out with all that stands against it, told).

        Without what must be given, by state alone.
        """
        in_place = [self.rows[s.key] for s in self.subjects if s.key in self.rows]
        found = Rehearsal([], [], [])
        if self.ready:
            found = rehearse(self.action.verb, actor, in_place, self.given)
        refused = self._by_subject(found.refused) | self._nearly(actor)
        hit: list[Subject] = []
        out: list[Out] = []
        for subject in self.subjects:
            if subject.key not in self.rows and subject.key not in refused:
                now = _("Now: %(state)s") % {"state": subject.stands}
                out.append((subject, [Words("", now)]))
            elif subject.key in refused:
                said = words(refused[subject.key])
                out.append((subject, [said, *said.also]))
            else:
                hit.append(self._becoming(subject))
        return hit, out, found.told

    def _nearly(self, actor: User) -> dict[int, Refused]:
        """Why it can't be done to those in the right place, where that is more to say.

        Without what must be given it isn't known.
        """
        if not self.near or not self.ready:
            return {}
        tried = rehearse(self.action.verb, actor, self.near.values(), self.given)
        said = [(row, why) for row, why in tried.refused if why.code != "state-moved"]
        return self._by_subject(said)

    def _by_subject(self, refused: Iterable[tuple[Any, Refused]]) -> dict[int, Refused]:
        return {getattr(row, self.action.subject): why for row, why in refused}

    def _becoming(self, subject: Subject) -> Subject:
        becomes = self.action.button.becomes
        row = self.rows[subject.key]
        return replace(subject, becomes=becomes(row)) if becomes else subject

    def only(self, keys: Sequence[int]) -> "_Many":
        """Of those chosen, the ones that a rehearsal was shown of as hit."""
        if not keys:
            return self
        hit = [subject for subject in self.subjects if subject.key in set(keys)]
        rows = {s.key: self.rows[s.key] for s in hit if s.key in self.rows}
        return replace(self, subjects=hit, rows=rows)


def at_once(
    request: Request,
    action: BulkAction,
    subjects: Sequence[Subject],
    *,
    back: str,
    query: str = "",
) -> HttpResponse:
    """Ask for what the action needs, show the rehearsal, and once confirmed do it.

    Whoever was chosen stays so from one answer to the next: what stands against some
    may be mended, here or elsewhere, and looked at again. It is done to those who were
    shown as hit.

    Args:
        back: the list they were chosen from; `query` what it is narrowed by.
    """
    newest = action.newest(request.user, [subject.key for subject in subjects])
    verb = action.verb
    rows = {key: row for key, row in newest.items() if verb.possible(row)}
    near = {k: r for k, r in newest.items() if k not in rows and verb.in_place(r)}
    many = _Many(action, subjects, rows, near, _form(action, request))
    page = {"back": back, "query": query}
    doing = many.only(paging.keys(request.POST.getlist("hit")))
    if not doing.subjects or "confirmed" not in request.POST or not many.ready:
        return _preview(request, many, page)
    try:
        with transaction.atomic():
            result = _act(request.user, doing)
            if action.handed_out:
                return action.handed_out(request, result)
            done = [row.pk for row in doing.rows.values()]
            undo = undoing.offer(request.user, action.verb, *done)
    except Refused as refused:
        return _preview(request, many, page, refused)
    return htmx.done(
        request, _said(action.button, len(done), result, doing.given), back, undo
    )


def _said(button: Button, count: int, result: Any, given: Mapping[str, Any]) -> str:
    if button.said_of_many:
        return button.said_of_many(count, given)
    said = button.toast(result) or button.label
    people = ngettext("%(count)d person", "%(count)d people", count)
    return _("%(who)s: %(said)s") % {"who": people % {"count": count}, "said": said}


def _form(action: BulkAction, request: Request) -> forms.BaseForm | None:
    """What the action needs, the same for all; files are filed one by one."""
    data = request.POST if "given" in request.POST else None
    form = action.button.filled(request.user, data=data, prefix="many")
    if form is not None:
        for name, field in list(form.fields.items()):
            if isinstance(field, forms.FileField):
                del form.fields[name]
    return form


def _act(actor: User, many: _Many) -> Any:
    """All or nothing: who moved on meanwhile stops it, and the page says so."""
    for subject in many.subjects:
        if subject.key not in many.rows:
            raise meanwhile(Refused("state-moved"), subject.candidate, actor)
    ids = [row.pk for row in many.rows.values()]
    return many.action.verb(actor=actor, ids=ids, **many.given)


def _preview(
    request: Request, many: _Many, page: dict, refused: Refused | None = None
) -> HttpResponse:
    hit, out, told = many.rehearsed(request.user)
    wrong = many.form is not None and many.form.is_bound and not many.ready
    context = page | {
        "action": many.action,
        "form": many.form,
        "ready": many.ready,
        "hit": hit,
        "out": out,
        "told": telling.shown(told),
        "asked": [subject.key for subject in many.subjects],
        "refusal": words(refused) if refused else None,
    }
    status = refused.status if refused else 422 if wrong else 200
    return render(request, "bulk.html", context, status=status)
