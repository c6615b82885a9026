"""A button for many at once, and trying beforehand to whom it can be done."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse

from spark.accounts.buttons import Button, Words
from spark.accounts.models import User
from spark.accounts.scope import Request
from spark.accounts.verbs import Verb
from spark.errors import Refused
from spark.notifications.foretelling import Foretold, foretelling
from spark.records.sections import Entrance, Section


@dataclass(frozen=True)
class BulkAction:
    """A button, for many.

    Args:
        name: in addresses, e.g. `screening-release`.
        at: where the candidates may stand to whom it is done, as stage and state.
        anywhere: they may stand wherever they are, unless they left.
        handed_out: makes the answer of what the verb returned, e.g. a file; without it
            the list is shown again. If it fails, nothing was done.
    """

    name: str
    button: Button
    at: frozenset[tuple[str, str]] = frozenset()
    anywhere: bool = False
    handed_out: Callable[[Request, Any], HttpResponse] | None = None

    @property
    def verb(self) -> Verb:
        return self.button.verb

    @property
    def label(self) -> Words:
        return self.button.label

    @property
    def follows(self) -> Words:
        return self.verb.follows

    @property
    def subject(self) -> str:
        """How a row names whom it is about."""
        return self.verb.source.subject

    def rows(self, user: User, chosen: Collection[int]) -> dict[int, Any]:
        """The row of each chosen subject to whom it can be done now, the newest."""
        newest = self.newest(user, chosen)
        return {key: r for key, r in newest.items() if self.verb.possible(r)}

    def newest(self, user: User, chosen: Collection[int]) -> dict[int, Any]:
        """The newest row of each chosen subject, whatever its state."""
        if isinstance(self.button, Entrance):
            rows = self.button.waiting(user)
        else:
            rows = self.verb.visible_to(user)
        rows = rows.filter(**{f"{self.subject}__in": chosen})
        newest = rows.order_by(self.subject, "-pk").distinct(self.subject)
        return {getattr(row, self.subject): row for row in newest}


SECTIONS: dict[str, Section] = {}
BULK_ACTIONS: dict[str, BulkAction] = {}
BY_DUTY: dict[str, list[BulkAction]] = {}


def add(*actions: BulkAction) -> None:
    """Offer them on the list of candidates; called while apps get ready."""
    BULK_ACTIONS.update({action.name: action for action in actions})


def register(section: Section, duties: Mapping[str, Collection[Verb]] = {}) -> None:
    """Let what a section's buttons do be done to many, and entering it too.

    Called by a room's `views.py`, which is loaded while its app gets ready.

    Args:
        duties: by their code, the verbs offered for many to whom something is due, if
            not those of the stage they are in.
    """
    SECTIONS[section.name] = section
    entrance = section.entrance
    add(_of(section, entrance, frozenset([entrance.at])))
    for code, verbs in duties.items():
        buttons = [button for button in section.buttons if button.verb in verbs]
        BY_DUTY[code] = [_within(section, button) for button in buttons]
    for button in section.buttons:
        if not button.needs_file:
            add(_within(section, button))


def _within(section: Section, button: Button) -> BulkAction:
    states = button.verb.states_before
    at = frozenset((section.name, state) for state in states)
    return _of(section, button, at)


def _of(section: Section, button: Button, at: frozenset[tuple[str, str]]) -> BulkAction:
    return BulkAction(f"{section.name}-{button.verb.name}", button, at)


def bulk_actions_for(
    user: User, places: Collection[tuple[str, str]], *, left: bool = False
) -> list[BulkAction]:
    """What the user may do to many in some states of stages; risks come last.

    Args:
        left: they stand there no more: it is where they left from.
    """
    actions = BULK_ACTIONS.values()
    return in_order(
        user, [a for a in actions if a.at & set(places) or a.anywhere and not left]
    )


def in_order(user: User, actions: Iterable[BulkAction]) -> list[BulkAction]:
    """Those the user may; what is for everybody comes after the rest, risks last."""
    mine = [action for action in actions if action.verb.may(user)]
    return sorted(
        mine, key=lambda a: (a.button.danger, a.anywhere, not a.button.primary)
    )


@dataclass(frozen=True)
class Rehearsal:
    """To whom it would be done, to whom not and why, and who would be told of it."""

    done: list[Any]
    refused: list[tuple[Any, Refused]]
    told: list[Foretold]


def rehearse(verb: Verb, actor: User, rows: Iterable[Any], given: dict) -> Rehearsal:
    """Do it, and let nothing of it stay."""
    with transaction.atomic(), foretelling() as told:
        done, refused = where_possible(verb, actor, rows, given)
        transaction.set_rollback(True)
    if refused:  # halves were tried, whose messages aren't those of all at once
        with transaction.atomic(), foretelling() as told:
            where_possible(verb, actor, done, given)
            transaction.set_rollback(True)
    return Rehearsal(done, refused, told)


def where_possible(
    verb: Verb, actor: User, rows: Iterable[Any], given: dict
) -> tuple[list, list[tuple[Any, Refused]]]:
    """Do it to those to whom it can be done; the others with why not.

    Those to whom it can be done keep their places while the others are tried, so that
    what is short, like a quota, runs out as it would.
    """
    done: list = []
    refused: list[tuple[Any, Refused]] = []
    _try(verb, actor, list(rows), given, done, refused)
    return done, refused


def _try(
    verb: Verb,
    actor: User,
    rows: Sequence[Any],
    given: dict,
    done: list,
    refused: list[tuple[Any, Refused]],
) -> None:
    """All at once; where somebody is in the way, each half by itself."""
    if not rows:
        return
    if len(rows) == 1 or verb.many:
        try:
            verb.to_rows(actor=actor, rows=rows, **given)
            done.extend(rows)
            return
        except (Refused, Http404) as error:
            if len(rows) == 1:
                gone = Refused("state-moved", status=404)
                refused.append((rows[0], error if isinstance(error, Refused) else gone))
                return
    half = len(rows) // 2
    _try(verb, actor, rows[:half], given, done, refused)
    _try(verb, actor, rows[half:], given, done, refused)
