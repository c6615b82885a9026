"""Who sees and does what with what is on file about hosts, and their travel."""

from collections.abc import Callable, Mapping

from django.db.models import Q

from candidates.register.access import NUMBER
from candidates.register.models import Candidate
from candidates.register.stages import Stage
from spark.accounts.models import Role
from spark.accounts.roles import GuestRole, Permission
from spark.accounts.scope import Door, Grants
from training.hosts.models import Permit, PermitKind, Travel
from training.studio.access import OFFICE, ONLY_OFFICE, everything, own

COLLEGE = {Role.COORDINATOR, Role.CLIENT, Role.OFFICE}
HOSTING = [Stage.INCUBATION, Stage.TRAINING]


def _sees(prefix: str = "") -> Mapping[str, Callable[[Grants], Q]]:
    """By the path to a candidate: a college its own."""
    return {
        Role.OFFICE: everything,
        Role.COORDINATOR: own(Role.COORDINATOR, prefix),
        Role.CLIENT: own(Role.CLIENT, prefix),
    }


def _hosting(prefix: str = "") -> Mapping[str, Callable[[Grants], Q]]:
    """As `_sees`, those whose file can be written."""
    now = Q(**{f"{prefix}stage__in": HOSTING})

    def also_now(theirs: Callable[[Grants], Q]) -> Callable[[Grants], Q]:
        return lambda grants: theirs(grants) & now

    return {role: also_now(theirs) for role, theirs in _sees(prefix).items()}


def _self_now(grants: Grants) -> Q:
    keys = grants.at(GuestRole.CANDIDATE, "candidate")
    return Q(pk__in=keys, stage__in=HOSTING)


_SELF: Mapping[str, Callable[[Grants], Q]] = {GuestRole.CANDIDATE: _self_now}
RELATED = ("person", "campus", "batch")
HOSTS: Door[Candidate] = Door(
    Candidate,
    sees={**_sees(), **_SELF},
    name="trials",
    related=RELATED,
    deferred=(NUMBER,),
)
# In incubation or training.
FILES: Door[Candidate] = Door(
    Candidate,
    sees={**_hosting(), **_SELF},
    name="trials",
    related=(*RELATED, "week"),
    deferred=(NUMBER,),
)
PERMITS: Door[Permit] = Door(
    Permit,
    sees=_hosting("candidate__"),
    name="trials",
    related=(*(f"candidate__{path}" for path in RELATED), "category"),
    deferred=(f"candidate__{NUMBER}",),
    beneath="candidate",
)
# Who may enter, change and remove a permit of the kind.
ENTERS = {
    PermitKind.COMPLIANCE: Permission(OFFICE),
    PermitKind.LICENCE: Permission(OFFICE),
    PermitKind.FILING: Permission(COLLEGE),
}
TRAVELS: Door[Travel] = Door(
    Travel, sees=ONLY_OFFICE, name="trials", related=("campus", "base")
)
