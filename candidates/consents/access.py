"""Whose consents are whose, and as whom a guardian acts."""

from django.db.models import Q

from candidates.consents.models import Consent, GuardianConsent, GuardianLink
from candidates.register.access import NUMBER, PATHS, own_candidates, sees
from candidates.register.models import Candidate
from spark.accounts.models import Role
from spark.accounts.roles import GuestRole
from spark.accounts.scope import Door, Grants, Guest

OF_CANDIDATE = tuple(f"candidate__{path}" for path in PATHS)
COLLEGES = (Role.COORDINATOR, Role.OFFICE)
_seen = sees("candidate__")
_colleges = {role: _seen[role] for role in COLLEGES}


def _self(grants: Grants) -> Q:
    return Q(pk__in=grants.at(GuestRole.CANDIDATE, "candidate"))


def _asked(grants: Grants) -> Q:
    return Q(pk__in=grants.at(GuestRole.GUARDIAN, "consent"))


# Candidates as those see them who may consent or ask a guardian: themselves, too.
CONSENTING: Door[Candidate] = Door(
    Candidate,
    sees={role: sees()[role] for role in COLLEGES} | {GuestRole.CANDIDATE: _self},
    related=PATHS,
    deferred=(NUMBER,),
)
CONSENTS: Door[Consent] = Door(
    Consent,
    sees=_colleges | {GuestRole.CANDIDATE: own_candidates},
    name="consents",
    related=(*OF_CANDIDATE, "notice"),
    deferred=(f"candidate__{NUMBER}",),
    beneath="candidate",
)
GUARDIANS: Door[GuardianConsent] = Door(
    GuardianConsent,
    sees=_colleges | {GuestRole.CANDIDATE: own_candidates, GuestRole.GUARDIAN: _asked},
    name="guardians",
    related=(*OF_CANDIDATE, "notice"),
    deferred=(f"candidate__{NUMBER}",),
    beneath="candidate",
)
_links = sees("consent__candidate__")
LINKS: Door[GuardianLink] = Door(
    GuardianLink,
    sees={role: _links[role] for role in COLLEGES},
    name="guardian-links",
    related=("consent", *(f"consent__{path}" for path in OF_CANDIDATE)),
    deferred=(f"consent__candidate__{NUMBER}",),
)


def guardian_of(consent_id: int) -> Guest:
    return Guest(GuestRole.GUARDIAN, "consent", consent_id)
