"""Verbs of the office about people: inviting them, and their roles."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from spark import clock
from spark.accounts import second_factor
from spark.accounts.models import Invitation, Place, RoleGrant, User
from spark.accounts.people.access import PEOPLE
from spark.accounts.people.invitations import VALID, invitation_of
from spark.accounts.people.queries import State, open_of, state_of, work_at
from spark.accounts.roles import PLACE_OF, Role
from spark.accounts.scope import Actor, has_role
from spark.accounts.security import log
from spark.accounts.security.models import SecurityKind
from spark.accounts.sessions import check_anew, end_sessions
from spark.accounts.templatetags.spark_ui import day
from spark.accounts.verbs import Verb, verb
from spark.audit import trail
from spark.errors import BY_DATABASE, Refused
from spark.notifications import outbox
from spark.wording import in_all

# Each of these locks who acts along with whom it is done to.
on_a_person = partial(
    verb,
    PEOPLE,
    roles={Role.OFFICE},
    many=False,
    locks=False,
    key=True,
    internal=True,
    security=SecurityKind.ACCOUNT,
)
BY_DATABASE |= {
    "accounts_user_email_key": "person-known",
    "role_once": "role-held",
    "role_has_place": "role-needs-place",
}


@verb(
    PEOPLE,
    roles={Role.OFFICE},
    label=_("Invited"),
    detail=False,
    key=True,
    internal=True,
    security=SecurityKind.ACCOUNT,
)
def invite(
    *,
    actor: Actor,
    email: str,
    name: str,
    language: str,
    grants: Sequence[tuple[str, Place | None]],
    at: datetime,
) -> User:
    """Make a person who can't log in yet, with roles, and send them an invitation.

    Raises:
        Refused: person-known.
    """
    person = User.objects.create_user(
        email, name=name, language=language, is_active=False
    )
    for role, place in grants:
        _grant(person, role, place)
    _send_invitation(actor, person, at)
    return person


def _waits(person: User) -> bool:
    return state_of(person) in {State.INVITED, State.EXPIRED}


def _has_been_here(person: User) -> bool:
    return state_of(person) in {State.ACTIVE, State.OFF}


@on_a_person(label=_("Invited again"), when=_waits)
def invite_again(*, actor: Actor, pk: int, at: datetime) -> None:
    """Send a new way in to who has not used theirs: the earlier link is void."""
    _send_anew(actor, others(actor, pk, invite_again), at)


@on_a_person(
    label=_("Invited again"), history="people.invite-again", when=_has_been_here
)
def start_over(*, actor: Actor, pk: int, reason: str = "", at: datetime) -> None:
    """Send a new way in for a lost phone, or to somebody who comes back.

    Password, codes and sessions are void.
    """
    _send_anew(actor, others(actor, pk, start_over), at)


def _send_anew(actor: Actor, person: User, at: datetime) -> None:
    person.set_unusable_password()
    person.is_active = False
    person.save()
    second_factor.forget(person)
    end_sessions(person)
    _send_invitation(actor, person, at)


@on_a_person(
    label=_("Invitation withdrawn"),
    follows=_("The link in the invitation no longer works."),
    name="withdraw",
    when=_waits,
)
def withdraw_invitation(*, actor: Actor, pk: int, reason: str, at: datetime) -> None:
    """The link no longer opens anything."""
    person = others(actor, pk, withdraw_invitation)
    if not _close_invitations(person, at):
        raise Refused("state-moved")


@trail.action("people.accept", _("Joined"), key=True, internal=True)
def accept(
    *, actor: User, token: str, name: str, password: str, at: datetime | None = None
) -> User:
    """Switch on the account the token is for; whoever invited them gets a message.

    Raises:
        Refused: as `invitation_of`.
    """
    at = at or clock.now()
    invitation = invitation_of(token, at, lock=True)
    person = invitation.user
    person.name, person.is_active = name, True
    person.set_password(password)
    person.save()
    invitation.accepted_at = at
    invitation.save()
    log.note(SecurityKind.ACCOUNT, person, whom=person, what="people.accept")
    if invitation.invited_by:
        outbox.put(
            "invitation-accepted",
            to=[invitation.invited_by],
            subject=f"person:{person.pk}",
            dedup=f"invitation-accepted:{invitation.pk}",
            facts={"name": name},
            url=f"/people/{person.pk}/",
        )
    return person


@on_a_person(label=_("Role given"), name="grant", security=SecurityKind.ROLE)
def grant_role(*, actor: Actor, pk: int, role: str, place: Place | None = None) -> None:
    """Raises `Refused` not-yourself, role-held or role-needs-place."""
    person = others(actor, pk, grant_role)
    grant = _grant(person, role, place)
    _tell("role-granted", actor, grant)


@on_a_person(label=_("Role taken away"), name="revoke", security=SecurityKind.ROLE)
def revoke_role(*, actor: Actor, pk: int, grant_id: int, reason: str) -> None:
    """What waits to be sent to them in this role is not sent.

    Raises:
        Refused: not-yourself, or role-has-work while work of the role is theirs, at
            this place or, if they hold it nowhere else, at all.
    """
    person = others(actor, pk, revoke_role)
    grant = person.role_grants.filter(pk=grant_id).first()
    if grant is None:
        raise Refused("state-moved")
    last = not person.role_grants.filter(role=grant.role).exclude(pk=grant.pk).exists()
    of_role = sum(item.count for item in open_of(person) if item.role == grant.role)
    if work := of_role if last else work_at(grant):
        raise Refused("role-has-work", count=work)
    outbox.withdraw(person, role=grant.role)
    _tell("role-revoked", actor, grant)
    grant.delete()
    check_anew(person)


def locked(actor: Actor, done: Verb, *ids: int) -> dict[int, User]:
    """The people by their keys, locked together with who acts.

    So two of the office can't switch each other off at once.
    """
    own = {actor.pk} if isinstance(actor, User) else set()
    people = {p.pk: p for p in PEOPLE.locked(actor, {*ids} | own, done)}
    if any(not has_role(people[pk], Role.OFFICE) for pk in own):
        raise Refused("not-your-role", status=403)
    return people


def others(actor: Actor, pk: int, done: Verb) -> User:
    """One person, locked for what is done to them, who is not the actor."""
    person = locked(actor, done, pk)[pk]
    not_oneself(actor, person)
    return person


def not_oneself(actor: Actor, person: User) -> None:
    if actor.pk == person.pk:
        raise Refused("not-yourself", status=403)


def _grant(person: User, role: str, place: Place | None) -> RoleGrant:
    at = {PLACE_OF[Role(role)]: place} if place else {}
    return RoleGrant.objects.create(user=person, role=role, **at)


def _close_invitations(person: User, at: datetime) -> int:
    outbox.withdraw(person, subject=f"invitation:{person.pk}")
    open_ = person.invitations.filter(accepted_at=None, withdrawn_at=None)
    return open_.update(withdrawn_at=at)


def _send_invitation(actor: Actor, person: User, at: datetime) -> None:
    _close_invitations(person, at)
    invitation = Invitation.objects.create(
        user=person,
        invited_by=actor if isinstance(actor, User) else None,
        created_at=at,
        expires_at=at + VALID,
    )
    with translation.override(person.language):
        grants = person.role_grants.select_related("campus", "base", "team")
        facts = {
            "invitation": invitation.pk,
            "by": name_of(actor),
            "roles": [str(grant) for grant in grants],
            "until": day(invitation.expires_at),
        }
    outbox.put(
        "invitation",
        to=[person],
        subject=f"invitation:{person.pk}",
        dedup=f"invitation:{invitation.pk}",
        facts=facts,
    )


def _tell(kind: str, actor: Actor, grant: RoleGrant) -> None:
    """Who can't log in yet reads of roles in the invitation."""
    person = grant.user
    if not person.is_active:
        return
    outbox.put(
        kind,
        to=[person],
        subject=f"role:{grant.pk}",
        dedup=f"{kind}:{grant.pk}",
        facts={"role": in_all(grant), "by": name_of(actor)},
        url="/me/",
    )


def name_of(actor: Actor) -> str:
    return actor.name if isinstance(actor, User) else ""
