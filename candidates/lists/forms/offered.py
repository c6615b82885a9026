"""Colleges, directions and batches that somebody may choose from."""

from typing import NamedTuple

from django.db.models import Value

from candidates.register import access
from candidates.register.models import Direction
from spark.accounts.models import User
from spark.campuses.models import Campus


class Offered(NamedTuple):
    """A college, direction or batch to choose: how addresses name it, and its key."""

    name: str
    label: str
    key: int


def offered_to(user: User) -> dict[str, list[Offered]]:
    """Colleges, directions and batches as choices, in their orders, by one query."""
    kinds = {
        "campus": ("code", access.campuses_seen_by(user)),
        "direction": ("slug", Direction.objects.all()),
        "batch": ("slug", access.batches_seen_by(user)),
    }
    rows, *others = [
        found.order_by().values_list(Value(kind), key, "pk", "name_zh", "name_en")
        for kind, (key, found) in kinds.items()
    ]
    choices: dict[str, list[Offered]] = {kind: [] for kind in kinds}
    for kind, name, pk, zh, en in sorted(rows.union(*others, all=True), key=_in_order):
        label = str(Campus(name_zh=zh, name_en=en))
        choices[kind].append(Offered(name, label, pk))
    return choices


def _in_order(row: tuple) -> tuple:
    """Colleges by code, directions as they were added, the newest batch first."""
    kind, key, pk, *_names = row
    if kind == "campus":
        return (kind, key)
    return (kind, "", -pk if kind == "batch" else pk)
