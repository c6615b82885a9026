"""What is whose: the base of every room's `access.py`.

A room declares a `Door` to its rows. What a person may not see does not exist for them
(404); what their role may not do is refused (403). Who holds several roles does with
each only what that role does, to the rows that role sees.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import or_
from typing import Any, Generic, TypeVar

from django.db.models import Case, Model, Q, QuerySet, Value, When
from django.http import Http404

from spark import htmx
from spark.accounts.models import PLACES, RoleGrant, User
from spark.accounts.roles import EVERYWHERE, PLACE_OF, ForRoles, GuestRole, Role
from spark.audit import trail
from spark.errors import Refused

M = TypeVar("M", bound=Model)
NOTHING = Q(pk__in=[])
EVERYTHING = ~NOTHING  # an empty Q() would vanish when joined by "or"


class System:
    """The software acting by itself: jobs, sweepers. Sees and does everything."""

    pk = None
    is_authenticated = True

    def __str__(self) -> str:
        return "system"


SYSTEM = System()


class Guest:
    """Somebody without an account, come by a personal link to what is about one row.

    History says by which role something was done; by whose link, follows from the row
    that it was done to.
    """

    pk = None
    is_authenticated = True

    def __init__(self, role: GuestRole, kind: str, key: int) -> None:
        self.role = role
        self._grants = Grants({role: {kind: {key}}})

    def __str__(self) -> str:
        return self.role.value


trail.GUESTS.update({role.value: role.label for role in GuestRole})
Actor = User | Guest | System


class Request(htmx.Request):
    """A request of somebody logged in."""

    user: User


@dataclass
class Grants:
    """A user's roles, and the places each is held at, by kind.

    `person` is the user's key, for what is one's own.
    """

    places: Mapping[str, Mapping[str, set[int]]]
    person: int | None = None

    @property
    def roles(self) -> set[str]:
        """Those held, and those done everywhere by who holds a wider one."""
        wider = {role for role in EVERYWHERE if self._everywhere(role)}
        return {*self.places, *wider}

    def _everywhere(self, role: str) -> bool:
        return EVERYWHERE.get(Role(role)) in self.places

    def at(self, role: str, kind: str = "campus") -> set[int]:
        """Where the role is held; `kind` is `campus`, `base` or `team`."""
        return self.places.get(role, {}).get(kind, set())

    def over(self, role: str, path: str = "") -> Q:
        """What stands at a place where the role is held; all, for one held at none.

        A reviewer's is what stands at none of the colleges they are barred from.

        Args:
            path: to the campus, base or team, e.g. `slot__room__`.
        """
        if role == Role.REVIEWER:
            return ~Q(**{f"{path}campus__in": self.barred})
        if role not in PLACE_OF or self._everywhere(role):
            return EVERYTHING
        kind = PLACE_OF[Role(role)]
        return Q(**{f"{path}{kind}__in": self.at(role, kind)})

    @property
    def barred(self) -> set[int]:
        """The colleges whose people they never judge: home, and those they work for."""
        return self.at(Role.REVIEWER) | self.at(Role.COORDINATOR)


def grants_of(user: User | Guest) -> Grants:
    """Read once per user object, which lives as long as a request."""
    if not hasattr(user, "_grants"):
        remember(user, user.role_grants.all() if user.is_active else ())
    return user._grants  # type: ignore[union-attr]


def remember(user: User, held: Iterable[RoleGrant]) -> None:
    """What the user holds, if it was read along with them."""
    places: dict[str, dict[str, set[int]]] = defaultdict(dict)
    for grant in held:
        for kind in PLACES:
            at = places[grant.role].setdefault(kind, set())
            at.update({getattr(grant, f"{kind}_id")} - {None})
    user._grants = Grants(dict(places), user.pk)  # type: ignore[attr-defined]


def has_role(actor: Actor, *roles: str) -> bool:
    return isinstance(actor, System) or bool(grants_of(actor).roles & set(roles))


def check_role(actor: Actor, *roles: str) -> None:
    """Refuse a page that is for some roles only; raises `Refused` not-your-role."""
    if not has_role(actor, *roles):
        raise Refused("not-your-role", status=403)


@dataclass(frozen=True)
class Door(Generic[M]):
    """The only way to a model's rows.

    Args:
        sees: for each role, the condition on the rows its holder sees.
        name: in history, what its verbs are of.
        related: paths joined by every read, e.g. `candidate__person`.
        deferred: fields not read until somebody asks for them.
        beneath: a foreign key whose rows are locked along, e.g. `candidate`.
    """

    model: type[M]
    sees: Mapping[str, Callable[[Grants], Q]]
    name: str = ""
    related: tuple[str, ...] = ()
    deferred: tuple[str, ...] = ()
    beneath: str = ""
    verbs: dict[str, Any] = field(default_factory=dict, init=False)

    @property
    def subject(self) -> str:
        """How a row names whom it is about: by the row `beneath`, or it is itself."""
        return f"{self.beneath}_id" if self.beneath else "pk"

    def visible_to(
        self, actor: Actor | None, verb: ForRoles | None = None
    ) -> QuerySet[M]:
        """The rows `actor` may see, or of them those they may do `verb` to.

        Nobody, or a person without a role, sees none.
        """
        return self._rows.filter(self.condition(actor, verb))

    @cached_property
    def _rows(self) -> QuerySet[M]:
        rows = self.model._default_manager.select_related(*self.related)
        return rows.defer(*self.deferred)

    def condition(self, actor: Actor | None, verb: ForRoles | None = None) -> Q:
        """What holds of the rows that `visible_to` gives."""
        if actor is None:
            return NOTHING
        if isinstance(actor, System):
            return Q()
        grants = grants_of(actor)
        seen = [self.sees[role](grants) for role in sorted(self._roles(actor, verb))]
        return reduce(or_, seen) if seen else NOTHING

    def _roles(self, user: User | Guest, verb: ForRoles | None = None) -> set[str]:
        """Those of the user's roles that see rows, and do the verb if one is given."""
        roles = grants_of(user).roles & set(self.sees)
        return roles if verb is None else roles & verb.roles

    def get(self, actor: Actor, pk: int) -> M:
        """Raises Http404 both for what is absent and for what is not theirs."""
        row = self.visible_to(actor).filter(pk=pk).first()
        if row is None:
            raise Http404
        return row

    def may_to(self, actor: Actor, verb: ForRoles, row: M) -> bool:
        """May the actor do it to a row that they see, whatever its state?"""
        if isinstance(actor, System):
            return True
        return bool(self._roles_seeing(actor, row) & verb.roles)

    def allowed(self, actor: Actor, row: M) -> set[Any]:
        """The door's verbs that the actor may do to a row that they see.

        Costs a query only for who sees rows in several roles.
        """
        verbs = set(self.verbs.values())
        if isinstance(actor, System):
            return verbs
        roles = self._roles_seeing(actor, row)
        return {verb for verb in verbs if roles & verb.roles}

    def _roles_seeing(self, user: User | Guest, row: M) -> set[str]:
        roles, grants = self._roles(user), grants_of(user)
        if len(roles) < 2:
            return roles
        seen = {
            f"as_{role}": Case(
                When(self.sees[role](grants), then=Value(True)), default=Value(False)
            )
            for role in roles
        }
        rows = self.model._default_manager.filter(pk=row.pk).values(**seen)
        found = rows.first() or {}
        return {role for role in roles if found.get(f"as_{role}")}

    def check(self, actor: Actor, verb: ForRoles, row: M) -> None:
        """Refuse what the actor's role may not do to this row that they see.

        Raises:
            Refused: not-your-role.
        """
        if not self.may_to(actor, verb, row):
            raise Refused("not-your-role", status=403)

    def locked(
        self, actor: Actor, ids: Iterable[int], verb: ForRoles | None = None
    ) -> list[M]:
        """The rows of `ids`, locked in the order of their keys, to do `verb` to them.

        Those `beneath` are locked next, in the order of theirs, and read again: what is
        judged of them by way of the rows can't change any more.

        Raises:
            Http404: if one of them is absent or not theirs.
            Refused: not-your-role, if they see all but may not do it to each.
        """
        wanted = set(ids)
        rows = list(
            self.visible_to(actor, verb)
            .select_related(None)  # those beneath come with what is joined to them
            .select_related(*self._beside or [None])  # type: ignore[list-item]
            .filter(pk__in=wanted)
            .select_for_update(of=("self",), no_key=True)
            .order_by("pk")
        )
        if len(rows) != len(wanted):
            if self.visible_to(actor).filter(pk__in=wanted).count() != len(wanted):
                raise Http404
            raise Refused("not-your-role", status=403)
        if verb is not None:
            check_role(actor, *verb.roles)
        if self.beneath:
            self._lock_beneath(rows)
        return rows

    @property
    def _beside(self) -> list[str]:
        """The joined paths that don't lead through those beneath."""
        first = {path: path.partition("__")[0] for path in self.related}
        return [path for path in self.related if first[path] != self.beneath]

    def _lock_beneath(self, rows: list[M]) -> None:
        key = self.subject
        joined, deferred = map(self._from_beneath, (self.related, self.deferred))
        model = self.model._meta.get_field(self.beneath).related_model
        found = (
            model._default_manager.filter(pk__in=[getattr(row, key) for row in rows])  # type: ignore[union-attr]
            .select_related(*joined)
            .defer(*deferred)
            .select_for_update(of=("self",), no_key=True)
            .order_by("pk")
        )
        fresh = {below.pk: below for below in found}
        for row in rows:
            setattr(row, self.beneath, fresh[getattr(row, key)])

    def _from_beneath(self, paths: Iterable[str]) -> list[str]:
        prefix = f"{self.beneath}__"
        return [path.removeprefix(prefix) for path in paths if path.startswith(prefix)]
