"""What can be done to the records of many candidates at once, and its rehearsal."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404

from spark.accounts.models import User
from spark.errors import Refused
from spark.records.rooms import Button, Entrance, Room, Words


@dataclass(frozen=True)
class Deed:
    """A room's button, or its entrance, for many.

    Args:
        name: `<room>-<verb>`.
        at: where candidates may stand it is done to, as stage and state.
        rows: the records the user may do it to; of several of one candidate the newest
            counts.
        key: how a record names its candidate.
        possible: can it be done to the record as it stands?
    """

    name: str
    label: Words
    act: Callable[..., Any]
    may: Callable[[User], bool]
    at: frozenset[tuple[str, str]]
    rows: Callable[[User], QuerySet]
    key: str = "candidate_id"
    possible: Callable[[Any], bool] = lambda record: True
    form: type[forms.BaseForm] | None = None
    primary: bool = False
    danger: bool = False

    def records(self, user: User, candidates: Collection[int]) -> dict[int, Any]:
        """The record of each candidate to whom it can be done now."""
        rows = self.rows(user).filter(**{f"{self.key}__in": candidates})
        newest = rows.order_by(self.key, "-pk").distinct(self.key)
        return {getattr(r, self.key): r for r in newest if self.possible(r)}


DEEDS: dict[str, Deed] = {}


def add(*deeds: Deed) -> None:
    DEEDS.update({deed.name: deed for deed in deeds})


def offer(room: Room) -> None:
    """Let what the room's buttons do be done to many, and entering it too."""
    add(_entering(room, room.entrance))
    add(*(_pressing(room, b) for b in room.buttons if not _needs_file(b)))


def _needs_file(button: Button) -> bool:
    """A file is of one person: what can't be done without is not for many."""
    fields = button.form.base_fields.values() if button.form else ()  # type: ignore[attr-defined]
    return any(isinstance(f, forms.FileField) and f.required for f in fields)


def _entering(room: Room, entrance: Entrance) -> Deed:
    return Deed(
        name=f"{room.name}-{entrance.verb}",
        label=entrance.label,
        act=entrance.enter,
        may=lambda user: room.door.may(user, entrance.verb),
        at=frozenset([entrance.at]),
        rows=entrance.sources,
        key=entrance.key,
        primary=True,
    )


def _pressing(room: Room, button: Button) -> Deed:
    states = button.states_of(room.door.model)
    return Deed(
        name=f"{room.name}-{button.verb}",
        label=button.label,
        act=button.act,
        may=lambda user: room.door.may(user, button.verb),
        at=frozenset((room.name, state) for state in states),
        rows=lambda user: room.door.visible_to(user, button.verb),
        possible=button.shows_on,
        form=button.form,
        primary=button.primary,
        danger=button.danger,
    )


def deeds_for(user: User, stage: str, states: Iterable[str]) -> list[Deed]:
    """What the user may do to many in some states of a stage; risks come last."""
    places = {(stage, state) for state in states}
    found = [deed for deed in DEEDS.values() if deed.at & places and deed.may(user)]
    return sorted(found, key=lambda deed: (deed.danger, not deed.primary))


def rehearse(
    deed: Deed, actor: User, records: Iterable[Any], given: dict
) -> tuple[list, list[tuple[Any, Refused]]]:
    """To whom it would be done, and to whom not and why; nothing of it stays.

    Those to whom it can be done keep their places while the others are tried, so that
    what is short, like a quota, runs out as it would.
    """
    done: list = []
    refused: list[tuple[Any, Refused]] = []
    with transaction.atomic():
        _try(deed, actor, list(records), given, done, refused)
        transaction.set_rollback(True)
    return done, refused


def _try(
    deed: Deed,
    actor: User,
    records: Sequence[Any],
    given: dict,
    done: list,
    refused: list[tuple[Any, Refused]],
) -> None:
    """All at once; where somebody is in the way, each half by itself."""
    if not records:
        return
    try:
        deed.act(actor=actor, ids=[record.pk for record in records], **given)
        done.extend(records)
    except (Refused, Http404) as error:
        if len(records) == 1:
            gone = Refused("state-moved", status=404)
            refused.append((records[0], error if isinstance(error, Refused) else gone))
            return
        half = len(records) // 2
        _try(deed, actor, records[:half], given, done, refused)
        _try(deed, actor, records[half:], given, done, refused)
