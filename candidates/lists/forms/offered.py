"""Colleges, directions and batches that somebody may choose from."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from django.db.models import QuerySet, Value
from django.http import QueryDict

from candidates.register import access
from candidates.register.models import Direction
from spark.accounts.models import User
from spark.campuses.models import Campus


class Offered(NamedTuple):
    """A college, direction or batch to choose: how addresses name it, and its key."""

    name: str
    label: str
    key: int


# How each is named in addresses, and those that somebody may name.
KINDS: dict[str, Callable[[User], tuple[str, QuerySet]]] = {
    "campus": lambda user: ("code", access.campuses_seen_by(user)),
    "direction": lambda user: ("slug", Direction.objects.all()),
    "batch": lambda user: ("slug", access.batches_seen_by(user)),
}


def offered_to(user: User) -> dict[str, list[Offered]]:
    """Colleges, directions and batches as choices, in their orders, by one query."""
    return _offered({kind: seen_by(user) for kind, seen_by in KINDS.items()})


def named_by(user: User, given: QueryDict) -> dict[str, list[Offered]]:
    """Those of them that an address names, by one query; none if it names none."""
    kinds = {}
    for kind in KINDS.keys() & given.keys():
        key, rows = KINDS[kind](user)
        names = [name for name in given.getlist(kind) if "\0" not in name]
        kinds[kind] = key, rows.filter(**{f"{key}__in": names})
    return _offered(kinds) if kinds else {}


def _offered(kinds: Mapping[str, tuple[str, QuerySet]]) -> dict[str, list[Offered]]:
    choices: dict[str, list[Offered]] = {kind: [] for kind in KINDS if kind in kinds}
    rows, *others = [
        found.order_by().values_list(Value(kind), key, "pk", "name_zh", "name_en")
        for kind, (key, found) in kinds.items()
    ]
    found = rows.union(*others, all=True) if others else rows
    for kind, name, pk, zh, en in sorted(found, key=_in_order):
        label = str(Campus(name_zh=zh, name_en=en))
        choices[kind].append(Offered(name, label, pk))
    return choices


def _in_order(row: tuple) -> tuple:
    """Colleges by code, directions as they were added, the newest batch first."""
    kind, key, pk, *_names = row
    if kind == "campus":
        return (kind, key)
    return (kind, "", -pk if kind == "batch" else pk)
