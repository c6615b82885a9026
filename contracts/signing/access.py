"""Who sees contracts and their scans."""

from candidates.register.access import door_of_records, sees
from contracts.signing.models import Contract, Scan
from spark.accounts.models import Role, User
from spark.accounts.scope import EVERYTHING, Door, has_role

CONTRACTS = door_of_records(Contract, "contract", "base")
SCANS: Door[Scan] = Door(
    Scan,
    sees={
        Role.OFFICE: lambda grants: EVERYTHING,
        Role.SIGNING: sees("contract__candidate__")[Role.SIGNING],
    },
    name="contract",
    related=("contract", "added_by"),
)


def reads_openings(user: User) -> bool:
    """Only the office reads who opened scans."""
    return has_role(user, Role.OFFICE)
