"""Whose personal links are whose, and as whom a candidate acts."""

from django.db.models import Q

from candidates.portal.models import PersonalLink
from candidates.register.access import PATHS, sees
from candidates.register.models import Candidate
from spark.accounts.models import Role
from spark.accounts.roles import GuestRole
from spark.accounts.scope import Door, Grants, Guest
from spark.notifications.models import GuestMessage

_seen = sees("candidate__")
LINKS: Door[PersonalLink] = Door(
    PersonalLink,
    sees={role: _seen[role] for role in (Role.COORDINATOR, Role.OFFICE)},
    name="portal",
    related=tuple(f"candidate__{path}" for path in PATHS),
    deferred=("candidate__person__id_number",),
    beneath="candidate",
)


def guest_of(candidate: Candidate) -> Guest:
    return Guest(GuestRole.CANDIDATE, "candidate", candidate.pk)


def _told(grants: Grants) -> Q:
    keys = grants.at(GuestRole.CANDIDATE, "candidate")
    return Q(role=GuestRole.CANDIDATE, key__in=keys, held=False)


TOLD: Door[GuestMessage] = Door(GuestMessage, sees={GuestRole.CANDIDATE: _told})
