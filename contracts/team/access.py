"""Who sees and does what in the team."""

from candidates.register.access import PATHS, sees
from contracts.team.models import Membership
from spark.accounts.models import Role
from spark.accounts.scope import Door

MANAGER = {Role.TEAM}
MEMBERSHIPS: Door[Membership] = Door(
    Membership,
    sees=sees("candidate__"),
    does={
        "enter": {Role.SIGNING},
        "confirm": MANAGER,
        "go-on-leave": MANAGER,
        "return-from-leave": MANAGER,
        "end": MANAGER,
    },
    related=(*(f"candidate__{path}" for path in PATHS), "team"),
)
