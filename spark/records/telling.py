"""Whom an act would tell and in which words, as pages show it before its button."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from spark.accounts.roles import GuestRole, Role
from spark.campuses.models import Campus
from spark.notifications import inbox
from spark.notifications.foretelling import GROUPS, OWN, SYSTEMS, Foretold, summed
from spark.notifications.kinds import MESSAGE_KINDS
from spark.notifications.models import Channel, Message
from spark.wording import lines


@dataclass(frozen=True)
class Way:
    """By which people are reached."""

    icon: str
    label: str | Promise


WAYS = {
    Channel.IN_APP.value: Way(icon="inbox", label=Channel.IN_APP.label),
    Channel.EMAIL.value: Way(icon="mail", label=Channel.EMAIL.label),
    OWN: Way(icon="user", label=_("On candidates' own pages")),
    SYSTEMS: Way(icon="plug", label=_("To colleges' systems")),
    GROUPS: Way(icon="robot", label=_("In groups")),
}


@dataclass(frozen=True)
class Told:
    """A kind of message that would be written.

    Args:
        ways: each that it takes, with the number of readers.
        colleges: each with of how many of its people it is told.
        group: in which words groups are told; empty if none is.
        more: of how many colleges or candidates the words differ in their facts.
    """

    audience: list[str | Promise]
    title: str
    body: str
    group: list[str]
    ways: list[tuple[Way, int]]
    colleges: list[tuple[str, int]]
    more: int
    held: bool


def shown(told: Iterable[Foretold]) -> list[Told]:
    """By kind, in the reader's language."""
    found = summed(told)
    keys = {one.campus for one in found} - {None}
    campuses = Campus.objects.in_bulk(list(keys)) if keys else {}
    found.sort(key=lambda one: (one.kind, list(WAYS).index(one.way)))
    names = {key: str(campus) for key, campus in campuses.items()}
    return [_one(list(own), names) for _kind, own in groupby(found, lambda o: o.kind)]


def audience_of(kind: str) -> list[str | Promise]:
    """The roles it goes to; none if it goes to whoever it is about."""
    labels: dict[str, Any] = {**dict(Role.choices), **dict(GuestRole.choices)}
    return [labels[role] for role in MESSAGE_KINDS[kind].audience]


def _one(told: Sequence[Foretold], names: dict[int, str]) -> Told:
    language = translation.get_language()
    to_people = [one for one in told if one.way != GROUPS]
    first = next(iter(to_people), None)
    title, body = "", ""
    if first is not None:
        message = Message(kind=first.kind, facts=first.facts)
        title, body = inbox.words(message, language)
    group = next((one for one in told if one.way == GROUPS), None)
    counts = {
        names[one.campus]: one.facts.get("count", one.number)
        for one in told
        if one.campus in names and one.way == SYSTEMS
    }
    readers: dict[str, int] = {}
    for one in told:
        readers[one.way] = readers.get(one.way, 0) + one.number
    return Told(
        audience=audience_of(told[0].kind),
        title=title,
        body=body,
        group=_group_words(group) if group else [],
        ways=[(WAYS[way], number) for way, number in readers.items()],
        colleges=sorted(counts.items()),
        more=max(len(counts), readers.get(OWN, 0), 1) - 1,
        held=any(one.held for one in told),
    )


def _group_words(told: Foretold) -> list[str]:
    said = lines(f"messages/group/{told.kind}.txt", told.facts)
    return [*said, *inbox.added(told.facts, translation.get_language())]
