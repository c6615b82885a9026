"""The office's list of people, and what somebody's leaving would leave undone."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from spark import clock
from spark.accounts.holdings import HOLDINGS
from spark.accounts.models import PLACES, Invitation, RoleGrant, User
from spark.accounts.people.access import PEOPLE
from spark.accounts.queries import AT_PLACES, duties_of
from spark.accounts.roles import PLACE_OF, SYSTEM_ROLES, Role
from spark.accounts.scope import Actor
from spark.audit import trail
from spark.duties.models import Duty
from spark.text import name


class State(models.TextChoices):
    ACTIVE = "active", _("Can log in")
    INVITED = "invited", _("Invited")
    EXPIRED = "expired", _("Invitation expired")
    OFF = "off", _("Switched off")


TONES = {
    State.ACTIVE: ("ok", "circle-check"),
    State.INVITED: ("warn", "hourglass"),
    State.EXPIRED: ("bad", "clock-x"),
    State.OFF: ("off", "user-off"),
}


def people(actor: Actor) -> QuerySet[User]:
    """The people `actor` sees, with `invited_until` and `second_factor`."""
    invitations = Invitation.objects.filter(
        user=OuterRef("pk"), accepted_at=None, withdrawn_at=None
    )
    codes = Authenticator.objects.filter(
        user=OuterRef("pk"), type=Authenticator.Type.TOTP
    )
    grants = RoleGrant.objects.select_related(*PLACES)
    return (
        PEOPLE.visible_to(actor)
        .annotate(
            invited_until=Subquery(invitations.values("expires_at")[:1]),
            second_factor=Exists(codes),
        )
        .prefetch_related(Prefetch("role_grants", grants))
    )


def narrowed(
    rows: QuerySet[User], chosen: Mapping[str, str], at: datetime | None = None
) -> QuerySet[User]:
    """Those of `people` with `q` in their name or e-mail, a role, in a state."""
    if text := chosen.get("q", "").strip():
        named = Q(name__icontains=text) | Q(name__icontains=name(text))
        rows = rows.filter(named | Q(email__icontains=text))
    if role := chosen.get("role"):
        rows = rows.filter(
            Exists(User.objects.filter(pk=OuterRef("pk"), role_grants__role=role))
        )
    if state := chosen.get("state"):
        rows = rows.filter(_in_state(state, at or clock.now()))
    return rows


def _in_state(state: str, at: datetime) -> Q:
    return {
        State.ACTIVE: Q(is_active=True),
        State.INVITED: Q(is_active=False, invited_until__gt=at),
        State.EXPIRED: Q(is_active=False, invited_until__lte=at),
        State.OFF: Q(is_active=False, invited_until=None),
    }[State(state)]


def get_person(actor: Actor, pk: int) -> User:
    """A person out of `people`, with `work`, what is open about them."""
    person = people(actor).filter(pk=pk).first()
    if person is None:
        raise Http404
    person.work = open_of(person)  # type: ignore[attr-defined]
    return person


def state_of(person: User, at: datetime | None = None) -> State:
    """The state of a person out of `people`."""
    until = person.invited_until  # type: ignore[attr-defined]
    if person.is_active:
        return State.ACTIVE
    if until is None:
        return State.OFF
    return State.INVITED if until > (at or clock.now()) else State.EXPIRED


@dataclass(frozen=True)
class Open:
    """Things to do that name a person, in one of their roles."""

    label: str | Promise
    role: str
    count: int


def open_of(person: User) -> list[Open]:
    """What somebody else must take over when this person goes."""
    found = [
        Open(_("Duties of their own"), role, count)
        for role, count in own_duties(person)
        .order_by("role")
        .values_list("role")
        .annotate(models.Count("pk"))
    ]
    found += [Open(h.label, h.role, h.count(person)) for h in HOLDINGS]
    return [item for item in found if item.count]


def own_duties(person: User) -> QuerySet[Duty]:
    """Open duties that are theirs alone."""
    return duties_of(person).filter(person=person)


def work_at(grant: RoleGrant) -> int:
    """How many of the holder's own duties are at the place where the grant is held."""
    if grant.role not in AT_PLACES:
        return 0
    here = {PLACE_OF[Role(grant.role)]: grant.place}
    return own_duties(grant.user).filter(role=grant.role, **here).count()


def successors(person: User, roles: Collection[str]) -> list[User]:
    """Those who hold these roles of the person, at the same places."""
    held = _held(person)
    needed = {grant for grant in held if grant[0] in roles}
    able = User.objects.filter(is_active=True).exclude(pk=person.pk)
    return [
        other
        for other in able.exclude(role_grants__role__in=SYSTEM_ROLES)
        .prefetch_related("role_grants")
        .order_by("name")
        if _can_take(_held(other), roles, needed)
    ]


Held = set[tuple[str, int | None]]


def _held(person: User) -> Held:
    """Role and place of each grant; a reviewer's place is a bar, not a scope."""
    return {
        (
            grant.role,
            None
            if grant.role == Role.REVIEWER
            else grant.campus_id or grant.base_id or grant.team_id,
        )
        for grant in person.role_grants.all()
    }


def _can_take(theirs: Held, roles: Collection[str], needed: Held) -> bool:
    return set(roles) <= {role for role, _ in theirs} and needed <= theirs


def history(person: User) -> list[trail.Entry]:
    """What was done to the person's log-in and roles, not to their work."""
    return trail.timeline(person, internal=True, among=(User, RoleGrant, Invitation))
