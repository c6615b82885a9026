"""Who sees and does what in incubation."""

from candidates.incubation.models import Incubation
from candidates.register.access import NUMBER, PATHS, sees
from spark.accounts.models import Role
from spark.accounts.scope import Door

KEEPERS = {Role.COORDINATOR, Role.OFFICE}

INCUBATIONS: Door[Incubation] = Door(
    Incubation,
    sees=sees("candidate__"),
    does={
        "enter": {Role.OFFICE},
        "activate": KEEPERS,
        "suspend": KEEPERS,
        "resume": KEEPERS,
        "complete": KEEPERS,
        "leave": KEEPERS,
        "break-off": KEEPERS,
    },
    related=tuple(f"candidate__{path}" for path in PATHS),
    deferred=(f"candidate__{NUMBER}",),
    beneath="candidate",
)
