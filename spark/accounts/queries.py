"""Whose a duty is, and who holds a role at a place."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import reduce
from operator import or_

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet

from spark.accounts.models import PLACES, RoleGrant, User, role_at
from spark.accounts.roles import MAY_LACK_PLACE, PLACE_OF, STAFF_ROLES, Role
from spark.accounts.scope import NOTHING, Grants, grants_of
from spark.campuses.models import Campus
from spark.duties.models import Duty

# Whose duties each stand at one place, by whose index they are found.
AT_PLACES = [r for r in STAFF_ROLES if r in PLACE_OF and r not in MAY_LACK_PLACE]


def _held(user: User) -> list[Q]:
    """Conditions, of which one makes a duty the user's; each can use an index."""
    parts, grants = [NOTHING], grants_of(user)
    for role in sorted(grants.roles):
        if role in AT_PLACES:
            kind = PLACE_OF[Role(role)]
            for key in sorted(grants.at(role, kind)):
                here = {kind: key}
                parts.append(Q(**here) & _open_to(user, role, **here))
        else:
            parts.append(grants.over(role) & _open_to(user, role))
        if role == Role.TEAM:
            parts.append(Q(team=None) & _open_to(user, role))
    if Role.OFFICE in grants.roles:
        parts += _unheld()
    return parts


def _open_to(user: User, role: str, **at: int) -> Q:
    """Duties of the role, but for those that another holder of it there has alone."""
    theirs = _grants().filter(user=OuterRef("person"), role=role, **at)
    return Q(Q(person=None) | Q(person=user) | ~Exists(theirs), role=role)


def _grants() -> QuerySet[RoleGrant]:
    return RoleGrant.objects.filter(user__is_active=True)


def _unheld() -> Iterator[Q]:
    """Duties at places where nobody holds their role; the office sees them instead."""
    held = _grants()
    for role in AT_PLACES:
        kind = PLACE_OF[role]
        here = Exists(held.filter(role=role, **{kind: OuterRef("pk")}))
        places = PLACES[kind]._default_manager.filter(~here)
        yield Q(_among(kind, places), role=role)
    for role in (Role.TEAM, Role.SIGNING):
        nowhere = ~Q(Exists(held.filter(role=role)))
        yield Q(role=role, team=None) & nowhere
    bars = held.filter(
        user=OuterRef("pk"),
        role__in=[Role.REVIEWER, Role.COORDINATOR],
        campus=OuterRef(OuterRef("pk")),
    )
    judges = User.objects.filter(~Exists(bars), is_active=True)
    free = Exists(judges.filter(role_grants__role=Role.REVIEWER))
    yield Q(_among("campus", Campus.objects.filter(~free)), role=Role.REVIEWER)


def _among(kind: str, places: QuerySet) -> Func:
    """At one of these few places: as an array, so that the duties' index is used."""
    return Func(
        F(kind),
        ArraySubquery(places.order_by().values("pk")),
        template="(%(expressions)s))",
        arg_joiner=" = ANY(",
        output_field=BooleanField(),
    )


def duties_of(user: User) -> QuerySet[Duty]:
    """Open duties of the roles that the user holds, where they hold them.

    A reviewer's never at a college they are barred from; a manager's also before there
    is a team. What another holder alone has to do isn't theirs while they hold the
    role there. To the office, also what stands where nobody does.
    """
    mine = reduce(or_, _held(user))
    open_ = Duty.objects.filter(mine, closed_at=None).order_by("due_at", "pk")
    return open_.select_related(*PLACES)


def first_duties_of(user: User, number: int) -> QuerySet:
    """The keys of those of `duties_of` that are due first, found by index alone.

    Up to `number` for each of the user's roles and places.
    """
    firsts = [
        Duty.objects.filter(part, closed_at=None)
        .order_by("due_at", "pk")
        .values("pk")[:number]
        for part in _held(user)
    ]
    return firsts[0].union(*firsts[1:])


def unheld_roles(user: User, duties: Iterable[Duty]) -> list[str]:
    """The roles, with places, of duties shown because nobody holds the role."""
    grants = grants_of(user)
    found = [_whose(duty) for duty in duties if not _is_held(grants, duty)]
    return list(dict.fromkeys(found))


def _whose(duty: Duty) -> str:
    kind = PLACE_OF.get(Role(duty.role))
    return role_at(duty.role, getattr(duty, kind) if kind else None)


def _is_held(grants: Grants, duty: Duty) -> bool:
    if duty.role not in AT_PLACES:
        return duty.role in grants.roles
    kind = PLACE_OF[Role(duty.role)]
    key = getattr(duty, f"{kind}_id")
    return duty.role in grants.roles and key in {*grants.at(duty.role, kind), None}


def people_with(role: str, place: int | None = None) -> QuerySet[User]:
    """Active holders of the role, at the place of this key if given."""
    at = {} if place is None else {f"role_grants__{PLACE_OF[Role(role)]}": place}
    held = User.objects.filter(is_active=True, role_grants__role=role, **at)
    return held.distinct()


def has_lost_a_role(user: User, since: datetime) -> bool:
    """Was any role, at any place, taken from them since then?"""
    taken = RoleGrant.pgh_event_models["delete"].objects  # type: ignore[attr-defined]
    return taken.filter(
        pgh_label="delete", user_id=user.pk, pgh_created_at__gte=since
    ).exists()
