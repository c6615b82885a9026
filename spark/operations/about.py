"""Whom a message is about: the candidate whose page it leads to, or its record's."""

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.apps import apps

from spark.duties.board import NAMES
from spark.notifications.models import Message

_PAGE = re.compile(r"/candidates/([0-9]{1,18})/")
_RECORD = re.compile(r"([a-z]+):([0-9]{1,18})")


@dataclass(frozen=True)
class About:
    """A candidate and their page."""

    name: str
    url: str


def about(messages: Collection[Message]) -> dict[int, About]:
    """Of those that are about one candidate, by the messages' keys."""
    keys = {m.pk: int(found[1]) for m in messages if (found := _PAGE.match(m.url))}
    keys |= _by_records([m for m in messages if m.pk not in keys])
    known = guests(set(keys.values()))
    return {message: known[key] for message, key in keys.items() if key in known}


def guests(keys: Collection[int]) -> dict[int, About]:
    """Candidates by their keys."""
    names: dict[int, str] = {}
    for names_of in NAMES if keys else ():
        names |= names_of(keys)
    return {key: About(name, f"/candidates/{key}/") for key, name in names.items()}


def _by_records(messages: Collection[Message]) -> dict[int, int]:
    """Candidates' keys by those of the messages whose subject is `<model>:<id>`."""
    wanted: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for message in messages:
        if found := _RECORD.fullmatch(message.subject):
            wanted[found[1]][int(found[2])].append(message.pk)
    return {
        message: candidate
        for model in apps.get_models()
        if (records := wanted.get(str(model._meta.model_name)))
        if (path := _path(model))
        for key, candidate in model._default_manager.filter(pk__in=records).values_list(
            "pk", path
        )
        for message in records[key]
    }


def _path(model: type) -> str:
    """To the candidate's key; empty if its rows are about none."""
    if model._meta.model_name == "candidate":  # type: ignore[attr-defined]
        return "pk"
    names = {field.name for field in model._meta.concrete_fields}  # type: ignore[attr-defined]
    return "candidate_id" if "candidate" in names else ""
