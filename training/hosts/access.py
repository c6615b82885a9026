"""Who sees and does what with what is on file about hosts, and their travel."""

from candidates.register.access import NUMBER
from candidates.register.models import Candidate
from spark.accounts.models import Role
from spark.accounts.scope import Door, Permission
from training.hosts.models import PermitKind, Travel
from training.studio.access import OFFICE, ONLY_OFFICE, everything, own

COLLEGE = {Role.COORDINATOR, Role.CLIENT, Role.OFFICE}


HOSTS: Door[Candidate] = Door(
    Candidate,
    sees={
        Role.OFFICE: everything,
        Role.COORDINATOR: own(Role.COORDINATOR),
        Role.CLIENT: own(Role.CLIENT),
    },
    name="trials",
    related=("person", "campus", "batch"),
    deferred=(NUMBER,),
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
