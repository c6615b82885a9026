"""Who sees and does what in signing."""

from candidates.register.access import PATHS, sees
from contracts.signing.models import Contract
from spark.accounts.models import Role
from spark.accounts.scope import Door

OFFICER = {Role.SIGNING}
CONTRACTS: Door[Contract] = Door(
    Contract,
    sees=sees("candidate__"),
    does={
        "enter": OFFICER,
        "issue": OFFICER,
        "sign": OFFICER,
        "countersign": OFFICER,
        "end": OFFICER,
        "void": OFFICER,
        "decline": OFFICER,
        "expire": OFFICER,
        "draft-again": OFFICER,
        "leave": OFFICER,
    },
    related=tuple(f"candidate__{path}" for path in PATHS),
)
