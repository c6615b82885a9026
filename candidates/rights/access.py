"""Who asks about whose data, and who answers."""

from django.db.models import Q

from candidates.register.access import NUMBER, PATHS, own_candidates
from candidates.register.models import Candidate
from candidates.rights.models import DataRequest
from spark.accounts.models import Role
from spark.accounts.roles import GuestRole
from spark.accounts.scope import EVERYTHING, Door, Grants


def _self(grants: Grants) -> Q:
    return Q(pk__in=grants.at(GuestRole.CANDIDATE, "candidate"))


SELVES: Door[Candidate] = Door(
    Candidate,
    sees={GuestRole.CANDIDATE: _self},
    name="rights",
    related=PATHS,
    deferred=(NUMBER,),
)
REQUESTS: Door[DataRequest] = Door(
    DataRequest,
    sees={
        Role.OFFICE: lambda grants: EVERYTHING,
        GuestRole.CANDIDATE: own_candidates,
    },
    name="rights",
    related=tuple(f"candidate__{path}" for path in PATHS),
    deferred=(f"candidate__{NUMBER}",),
    beneath="candidate",
)
