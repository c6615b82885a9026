"""Whose papers are whose, and who brings them."""

from django.db.models import Q

from candidates.papers.models import Paper
from candidates.register.access import NUMBER, PATHS, own_candidates, sees
from candidates.register.models import Candidate
from spark.accounts.models import Role
from spark.accounts.roles import GuestRole
from spark.accounts.scope import Door, Grants

COLLEGES = (Role.COORDINATOR, Role.OFFICE)
_seen = sees("candidate__")


def _self(grants: Grants) -> Q:
    return Q(pk__in=grants.at(GuestRole.CANDIDATE, "candidate"))


BRINGING: Door[Candidate] = Door(
    Candidate, sees={GuestRole.CANDIDATE: _self}, related=PATHS, deferred=(NUMBER,)
)
PAPERS: Door[Paper] = Door(
    Paper,
    sees={role: _seen[role] for role in (*COLLEGES, Role.CLIENT)}
    | {GuestRole.CANDIDATE: own_candidates},
    name="papers",
    related=(*(f"candidate__{path}" for path in PATHS), "opened_by"),
    deferred=(f"candidate__{NUMBER}", "content"),
    beneath="candidate",
)
