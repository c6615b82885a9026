"""Whose clips are whose.

Of an application they are whoever's that is: it lets in by `of_applicant`.
"""

from django.db.models import Q

from candidates.clips.models import Clip
from candidates.register.access import NUMBER, PATHS, own_candidates, sees
from spark.accounts.models import Role
from spark.accounts.roles import GuestRole
from spark.accounts.scope import Door, Grants, Guest

VIEWERS = (Role.COORDINATOR, Role.OFFICE, Role.REVIEWER)
_seen = sees("candidate__")
IS_CANDIDATES = Q(candidate__isnull=False)  # the others' are their applications'


def _applicants(grants: Grants) -> Q:
    return Q(pk__in=grants.at(GuestRole.APPLICANT, "clip"))


CLIPS: Door[Clip] = Door(
    Clip,
    sees={
        Role.OFFICE: lambda grants: IS_CANDIDATES,
        Role.COORDINATOR: _seen[Role.COORDINATOR],
        Role.CLIENT: lambda grants: IS_CANDIDATES & _seen[Role.CLIENT](grants),
        Role.REVIEWER: lambda grants: IS_CANDIDATES & _seen[Role.REVIEWER](grants),
        GuestRole.CANDIDATE: own_candidates,
        GuestRole.APPLICANT: _applicants,
    },
    name="clip",
    related=tuple(f"candidate__{path}" for path in PATHS),
    deferred=(f"candidate__{NUMBER}",),
)


def of_applicant(clip: Clip) -> Guest:
    """As whom an applicant sends a clip to their application."""
    return Guest(GuestRole.APPLICANT, "clip", clip.pk)
