"""All that is stored about a candidate, as they may see it themselves."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import ForeignKey, Model, QuerySet
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from candidates.register.forms import in_yuan
from candidates.register.models import Candidate
from candidates.rights.access import REQUESTS
from candidates.rights.models import DataRequest
from spark import clock
from spark.accounts.models import User

# Fields whose names in the models aren't for people.
LABELS: Mapping[str, str | Promise] = {
    "id_masked": _("ID number"),
    "state": _("State"),
    "state_since": _("Since"),
    "entered_at": _("Entered"),
    "stage_since": _("Since"),
    "starts_at": _("Begins"),
    "opened_at": _("Opened"),
    "created_at": _("Stored since"),
    "expires_at": _("Valid until"),
    "revoked_at": _("Made invalid"),
    "team": _("Team"),
    "batch": _("Batch"),
    "campus": _("College"),
    "direction": _("Direction"),
    "size": _("Size in bytes"),
    "added_at": _("Stored since"),
    "scan": _("Scanned paper"),
    "submitted_at": _("Sent on"),
    "code_sent_at": _("Code sent on"),
    "week": _("Times of the week"),
    "answers": _("Answers"),
    "notice_version": _("Notice"),
    "consented_at": _("Consented on"),
    "how": _("By which way"),
    "notice": _("Notice"),
    "given_at": _("Consented on"),
    "withdrawn_at": _("Withdrawn on"),
    "settled_at": _("Carried out on"),
    "asked_at": _("Asked on"),
    "answered_at": _("Answered on"),
    "expires_on": _("Holds until"),
    "seat": _("Seat"),
    "slot": _("Slot"),
    "round": _("Round"),
}


@dataclass(frozen=True)
class Kept:
    """What a room stores about candidates, for them to see.

    Args:
        name: in the file that they download.
        path: from the model to the candidate.
        fields: what is shown of a row.
        without: the other fields, each with the reason why it isn't.
        hides: those of a row that aren't shown yet.
        words: how a field's value is put into words, where that isn't itself.
    """

    name: str
    title: str | Promise
    order: int
    model: type[Model]
    path: str
    fields: Sequence[str]
    without: Mapping[str, str] = field(default_factory=dict)
    hides: Callable[[Any], set[str]] = lambda row: set()
    words: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)


class Shown(NamedTuple):
    """One value: its name in the file, its label, itself, and itself in words."""

    name: str
    label: str
    value: object
    words: object


KEPT: list[Kept] = []


def add_kept(*kept: Kept) -> None:
    """Called by a room's `portal`."""
    KEPT.extend(kept)
    KEPT.sort(key=lambda one: one.order)


def all_kept(candidate: Candidate) -> list[tuple[Kept, list[list[Shown]]]]:
    """Each kind of what is stored, with its rows; those without any left out."""
    found = ((kept, _rows(kept, candidate)) for kept in KEPT)
    return [(kept, rows) for kept, rows in found if rows]


def _rows(kept: Kept, candidate: Candidate) -> list[list[Shown]]:
    model = kept.model
    joined = [
        name
        for name in kept.fields
        if isinstance(model._meta.get_field(name), ForeignKey)
    ]
    rows = model._default_manager.filter(**{kept.path: candidate.pk}).order_by("pk")
    if joined:
        rows = rows.select_related(*joined)
    found = (
        [_shown(kept, row, name) for name in kept.fields if name not in kept.hides(row)]
        for row in rows.distinct()
    )
    return [shown for shown in found if shown]


def label_of(model: type[Model], name: str) -> str:
    """What the field is called to those whose row it is."""
    column: Any = model._meta.get_field(name)
    return str(LABELS.get(name) or capfirst(column.verbose_name))


def _shown(kept: Kept, row: Any, name: str) -> Shown:
    label = label_of(type(row), name)
    display = getattr(row, f"get_{name}_display", None)
    value = display() if display else getattr(row, name)
    if name == "id_masked":
        name, value = "id_number", f"****{value[-2:]}"
    if name.endswith("pay_fen") and value is not None:
        value = in_yuan(value)
    if isinstance(value, Model):
        value = str(value)
    in_words = kept.words.get(name)
    return Shown(name, label, _plain(value), in_words(value) if in_words else value)


def _plain(value: object) -> object:
    """As JSON has it."""
    if isinstance(value, datetime):
        return clock.local(value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    known = value is None or isinstance(value, bool | int | str | dict | list)
    return value if known else str(value)


def requests_of(candidate: Candidate) -> QuerySet[DataRequest]:
    """Theirs, the newest first."""
    return DataRequest.objects.filter(candidate=candidate).order_by("-pk")


def requests(user: User, *, closed: bool) -> QuerySet[DataRequest]:
    """Those that wait for the office's answer, or those that don't any more."""
    rows = REQUESTS.visible_to(user)
    return rows.exclude(state="open") if closed else rows.filter(state="open")
