"""Who sees and does what in signing."""

from candidates.register.access import NUMBER, PATHS, sees
from contracts.signing.models import Contract, Scan
from spark.accounts.models import Role
from spark.accounts.scope import EVERYTHING, Door

OFFICER = {Role.SIGNING}
CONTRACTS: Door[Contract] = Door(
    Contract,
    sees=sees("candidate__"),
    does={
        "enter": OFFICER,
        "issue": OFFICER,
        "sign": OFFICER,
        "countersign": OFFICER,
        "add-scan": OFFICER,
        "end": OFFICER,
        "void": OFFICER,
        "decline": OFFICER,
        "expire": OFFICER,
        "draft-again": OFFICER,
        "leave": OFFICER,
    },
    related=tuple(f"candidate__{path}" for path in PATHS),
    deferred=(f"candidate__{NUMBER}",),
    beneath="candidate",
)
SCANS: Door[Scan] = Door(
    Scan,
    sees={
        Role.OFFICE: lambda grants: EVERYTHING,
        Role.SIGNING: sees("contract__candidate__")[Role.SIGNING],
    },
    does={"open": {Role.OFFICE, Role.SIGNING}, "read-openings": {Role.OFFICE}},
    related=("contract", "added_by"),
)
