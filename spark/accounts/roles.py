"""The roles people hold: a new one is declared here, and nowhere a second time.

Loads no model, so that what an app registers before its models can name a role.
"""

from collections.abc import Set
from dataclasses import dataclass
from typing import Protocol

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """Who works here; each room's `access.py` says what they see."""

    COORDINATOR = "coordinator", _("Campus coordinator")
    REVIEWER = "reviewer", _("Reviewer")
    MENTOR = "mentor", _("Mentor")
    OFFICE = "office", _("Programme office")
    SIGNING = "signing", _("Signing officer")
    TEAM = "team", _("Team manager")
    CLIENT = "client", _("Campus system")
    OFFICE_CLIENT = "office_client", _("Programme system")


class GuestRole(TextChoices):
    """Who comes by a personal link or a code, and is granted nothing."""

    CANDIDATE = "candidate", _("Candidate")
    GUARDIAN = "guardian", _("Guardian")
    APPLICANT = "applicant", _("Applicant")


SYSTEM_ROLES = [Role.CLIENT, Role.OFFICE_CLIENT]
STAFF_ROLES = [role for role in Role if role not in SYSTEM_ROLES]
# What a role is held at, by the field of its grant; the others are held everywhere.
PLACE_OF = {
    Role.COORDINATOR: "campus",
    Role.CLIENT: "campus",
    Role.REVIEWER: "campus",
    Role.MENTOR: "base",
    Role.TEAM: "team",
}
# Their place is the home campus, whose candidates they never judge; it may be missing.
MAY_LACK_PLACE = {Role.REVIEWER}
# Who does at all places what this role does at its own, and perhaps more: a room that
# lets campuses' systems do something says nothing of the programme's.
EVERYWHERE = {Role.CLIENT: Role.OFFICE_CLIENT}


class ForRoles(Protocol):
    """What only some roles may do: a verb, or a permission."""

    @property
    def roles(self) -> Set[str]: ...


@dataclass(frozen=True)
class Permission:
    """What some roles may do that is no verb of its own."""

    roles: Set[str]
