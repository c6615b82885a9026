"""Opening, closing, reading and forgetting duties."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from spark import clock
from spark.duties.models import Duty
from spark.wording import lines

KEPT = timedelta(days=180)  # once closed


def subject_of(record: models.Model) -> str:
    return f"{record._meta.model_name}:{record.pk}"


def open_many(duties: Iterable[Duty]) -> None:
    """Open duties; one already open for the same code and subject stays as it is."""
    Duty.objects.bulk_create(duties, ignore_conflicts=True)


def _page(record: Any) -> str:
    return f"/candidates/{record.candidate_id}/"


def _none(record: Any) -> None:
    """No place, no person."""


def open_for(
    records: Iterable[Any],
    code: str,
    role: str,
    *,
    at: datetime,
    due: datetime | Callable[[Any], datetime],
    url: Callable[[Any], str] = _page,
    base: Callable[[Any], int | None] = _none,
    team: Callable[[Any], int | None] = _none,
    person: Callable[[Any], int | None] = _none,
) -> None:
    """Open one duty per record for a role, at the record's candidate's campus.

    Args:
        due: the same for all, or each record's own.
        url: where it is done.
        base: of a mentors' duty, the key of its base.
        team: of a managers' duty, the key of its team, once there is one.
        person: the key of who has it alone, of those who hold the role there.
    """
    open_many(
        Duty(
            code=code,
            subject=subject_of(record),
            candidate_key=record.candidate_id,
            role=role,
            person_id=person(record),
            campus_id=record.candidate.campus_id,
            base_id=base(record),
            team_id=team(record),
            due_at=due(record) if callable(due) else due,
            url=url(record),
            opened_at=at,
        )
        for record in records
    )


def close(
    records: Iterable[models.Model], *codes: str, at: datetime | None = None
) -> int:
    """Close the open duties of `records`, all of them or those of the given codes."""
    subjects = [subject_of(record) for record in records]
    duties = Duty.objects.filter(subject__in=subjects, closed_at=None)
    if codes:
        duties = duties.filter(code__in=codes)
    return duties.update(closed_at=at or clock.now())


def due_of(record: models.Model, code: str) -> datetime | None:
    """When the open duty of a record is due; None if none is open."""
    duties = Duty.objects.filter(subject=subject_of(record), code=code, closed_at=None)
    return duties.values_list("due_at", flat=True).first()


def forget() -> None:
    """Delete what was done long ago."""
    Duty.objects.filter(closed_at__lt=clock.now() - KEPT).delete()


@dataclass(frozen=True)
class DutyText:
    """A duty in words: what to do, what happens otherwise, the button's verb."""

    what: str
    consequence: str
    verb: str
    due: datetime
    overdue: bool
    url: str
    about: str


# What candidates are called, by their keys: put in by the app that knows them.
NAMES: list[Callable[[Collection[int]], Mapping[int, str]]] = []


def candidate_names(duties: Iterable[Duty]) -> dict[int, str]:
    """The names of the candidates whom the duties are about, by their keys."""
    return names_of({duty.candidate_key for duty in duties if duty.candidate_key})


def names_of(keys: Collection[int]) -> dict[int, str]:
    """The names of candidates, by their keys."""
    names: dict[int, str] = {}
    for names_of in NAMES if keys else ():
        names |= names_of(keys)
    return names


def in_words(
    duties: Iterable[Duty], names: Mapping[int, str] | None = None
) -> list[DutyText]:
    """The duties as people read them.

    Args:
        names: those of the candidates, if they are at hand.
    """
    found = list(duties)
    at_hand = candidate_names(found) if names is None else names
    return [summarized([duty], 1, at_hand) for duty in found]


def summarized(
    duties: Sequence[Duty], count: int, names: Mapping[int, str]
) -> DutyText:
    """One text for `count` duties of a kind, of which these are the first few."""
    first = duties[0]
    abouts = [names.get(duty.candidate_key or 0, duty.called) for duty in duties]
    known = list(dict.fromkeys(abouts))
    more = count > len(abouts)
    about = _about(known, count if more else 0)
    what, consequence, verb = words(first.code, about, _some(known, more), count)
    return DutyText(
        what=what,
        consequence=consequence,
        verb=verb,
        due=clock.local(first.due_at),
        overdue=first.overdue,
        url=first.url,
        about=about,
    )


def words(code: str, about: str = "", names: str = "", count: int = 1) -> list[str]:
    """The template's three lines: what, consequence, verb.

    Args:
        about: whom or what it is about, in a sentence; with how many, if they are many.
        names: the same where the sentence says how many.
    """
    facts = {"about": about, "names": names, "count": count}
    return lines(f"duties/words/{code}.txt", facts)


def _about(names: Sequence[str], of: int) -> str:
    """`陈语桐、沈知夏等 12 人`, `Chen Yutong, Shen Zhixia and others (12)`."""
    joined = _(", ").join(names)
    facts = {"names": joined, "count": of}
    return _("%(names)s and others (%(count)d)") % facts if of else joined


def _some(names: Sequence[str], more: bool) -> str:
    joined = _(", ").join(names)
    return _("%(names)s and others") % {"names": joined} if more else joined
