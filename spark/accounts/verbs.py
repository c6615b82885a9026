"""A verb is declared once, on the function that does it; everything else reads that.

    @verb(SCREENINGS, roles={Role.REVIEWER, Role.OFFICE}, label=_("More asked for"))
    def ask_more(records: Sequence[Screening], *, reason: str, at: datetime) -> None:
        ...

    ask_more(actor=user, ids=[7, 9], reason="Second clip")

The page's buttons, doing it to many, the record's history, the API and its events, and
the test of who may what take name, roles, states and label from `ask_more` itself.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import update_wrapper
from inspect import signature
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django_fsm import can_proceed

from spark import clock
from spark.accounts.models import User
from spark.accounts.scope import Actor, Door, check_role, has_role
from spark.accounts.security import log
from spark.accounts.security.models import SecurityKind
from spark.audit import trail

R = TypeVar("R")
DECLARED: list["Verb"] = []


@dataclass(eq=False, repr=False)
class Verb(Generic[R]):
    """What may be done to the rows of a door; made by `@verb`.

    Called with `actor`, the keys of rows, what the function asks for, and perhaps `at`,
    it opens the transaction and history's frame, locks the rows that the actor may do
    it to, and hands them to the function; `at` is business time, now if none is given.

    Raises:
        Http404: if one of the rows is absent or not theirs.
        Refused: not-your-role; state-moved; what the function refuses; a constraint or
            trigger of ours.
    """

    function: Callable[..., R]
    name: str
    door: Door
    source: Door
    roles: frozenset[str]
    history: str
    label: str | Promise
    detail: bool = True
    many: bool = True
    locks: bool = True
    transition: Callable | None = None
    states: frozenset[str] | None = None
    when: Callable[[Any], bool] | None = None
    asks: frozenset[str] = field(default=frozenset())
    security: SecurityKind | None = None
    follows: str | Promise = ""
    undone_by: str = ""

    def __repr__(self) -> str:
        return f"<Verb {self.history}>"

    def __call__(self, *, actor: Actor, at: datetime | None = None, **given: Any) -> R:
        trail.check_words(given, actor)
        keys = self._keys(given)
        reason = given.get("reason", "")
        with trail.acting(actor, self.history, reason=reason, at=at):
            rows = self._rows(actor, keys)
            offered = given | {"actor": actor, "at": at or clock.now()}
            hidden = {"actor", "at", "reason"} - self.asks
            wanted = {n: v for n, v in offered.items() if n not in hidden}
            done = self.function(*rows, **wanted)
            if self.security:
                whom = self._account(done, given)
                log.note(self.security, actor, whom=whom, what=self.history)
            return done

    def _account(self, done: R, given: dict[str, Any]) -> User | None:
        """What it made or was done to, if that is somebody's account."""
        if isinstance(done, User):
            return done
        return User.objects.get(pk=given["pk"]) if self.door.model is User else None

    def to_one(
        self, *, actor: Actor, pk: int, at: datetime | None = None, **given: Any
    ) -> R:
        """Do it to one row, be it for many or not."""
        key = {"ids": [pk]} if self.many else {"pk": pk}
        return self(actor=actor, at=at, **key, **given)

    def to_rows(self, *, actor: Actor, rows: Sequence[Model], **given: Any) -> R:
        """Do it to all of them at once; of a verb for one there is only one."""
        if len(rows) == 1:
            return self.to_one(actor=actor, pk=rows[0].pk, **given)
        return self(actor=actor, ids=[row.pk for row in rows], **given)

    def _keys(self, given: dict[str, Any]) -> Iterable[int]:
        if not self._hands_rows:
            return []
        return given.pop("ids") if self.many else [given.pop("pk")]

    def _rows(self, actor: Actor, keys: Iterable[int]) -> list[Any]:
        """The function's positional arguments."""
        if not self.detail or self.source is not self.door:
            self.check(actor)
        if not self._hands_rows:
            return []
        rows = self.source.locked(actor, keys, self)
        return [rows] if self.many else rows

    @property
    def _hands_rows(self) -> bool:
        return self.detail and self.locks

    def may(self, actor: Actor) -> bool:
        """May the actor do it at all? To a given row they may what `allowed` says."""
        return has_role(actor, *self.roles)

    def check(self, actor: Actor, row: Model | None = None) -> None:
        """Refuse what the actor's role may not do, or not to this row that they see.

        Raises:
            Refused: not-your-role.
        """
        if row is None:
            check_role(actor, *self.roles)
        else:
            self.door.check(actor, self, row)

    def visible_to(self, actor: Actor) -> QuerySet[Any]:
        """The rows the actor may do it to, whatever their state."""
        return self.source.visible_to(actor, self)

    def possible(self, row: Any) -> bool:
        """Does the row's state allow it? Whose it is, is another question."""
        return self.in_place(row) and (self.when is None or self.when(row))

    def in_place(self, row: Any) -> bool:
        """Is the row where it can be done, whatever else is asked of it?"""
        if self.transition is not None:
            return can_proceed(self.transition.__get__(row))
        return self.states is None or row.state in self.states

    @property
    def undoing(self) -> "Verb | None":
        """The verb of the same door that takes this one back."""
        return self.door.verbs[self.undone_by] if self.undone_by else None

    @property
    def states_before(self) -> frozenset[str]:
        """The states of rows to which it can be done."""
        if self.transition is None:
            return self.states or frozenset()
        model, name = self.source.model, self.transition.__name__
        moves = model._meta.get_field("state").get_all_transitions(model)
        return frozenset(str(move.source) for move in moves if move.name == name)


def verb(
    door: Door,
    *,
    roles: Collection[str],
    label: str | Promise,
    name: str = "",
    history: str = "",
    formerly: str = "",
    source: Door | None = None,
    many: bool = True,
    detail: bool = True,
    locks: bool = True,
    transition: Callable | None = None,
    states: Collection[str] | None = None,
    when: Callable[[Any], bool] | None = None,
    key: bool = False,
    internal: bool = False,
    security: SecurityKind | None = None,
    follows: str | Promise = "",
    undone_by: str = "",
) -> Callable[[Callable[..., R]], Verb[R]]:
    """Make a function `f(rows, *, ..., actor, reason, at)` a verb of `door`.

    It may leave out `actor`, `reason` and `at`; a reason is kept in history anyway.

    Args:
        roles: who may, to the rows that these roles see.
        label: as the timeline tells it, e.g. "More material asked for".
        name: in addresses; the function's with dashes, by default.
        history: in history; the door's name and this one's, by default.
        formerly: the verb's name in older history, told alike.
        source: whose rows are taken instead, to make rows of `door` from them.
        many: called with `ids` and given a list; else with `pk` and given the row.
        detail: False if it is done to no row there is, e.g. makes one.
        locks: False if the function takes the keys and locks rows by itself, as those
            that the actor may do the verb to.
        transition: the model's, from which the states follow; the one of the same name,
            by default.
        states: instead of a transition, the states in which it can be done.
        when: a further condition on the row.
        key: a decision, drawn filled in the timeline.
        internal: never shown to colleges or candidates, nor told to their systems.
        security: as what it is written into the security log too.
        follows: of what can't be taken back, or not for long: what follows and for
            whom; a dialog says it and asks before.
        undone_by: the name of the door's verb that takes it back; the toast offers it.
    """

    def declare(function: Callable[..., R]) -> Verb[R]:
        own_name = name or function.__name__.replace("_", "-")
        if own_name in door.verbs:
            raise ValueError(f"{door.model.__name__} has a verb {own_name} already")
        taken = source or door
        declared = Verb(
            function=function,
            name=own_name,
            door=door,
            source=taken,
            roles=frozenset(roles),
            history=history or f"{door.name}.{own_name}",
            label=label,
            detail=detail,
            many=many,
            locks=locks,
            transition=transition or _same_name(taken.model, function, states),
            states=None if states is None else frozenset(states),
            when=when,
            asks=frozenset(signature(function).parameters),
            security=security,
            follows=follows,
            undone_by=undone_by,
        )
        trail.declare(declared.history, label, key, internal, formerly)
        update_wrapper(declared, function)
        door.verbs[own_name] = declared
        DECLARED.append(declared)
        return declared

    return declare


def _same_name(
    model: type[Model], function: Callable, states: Collection[str] | None
) -> Callable | None:
    found = getattr(model, function.__name__, None) if states is None else None
    return found if hasattr(found, "_django_fsm") else None
