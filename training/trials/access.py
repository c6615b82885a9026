"""Who sees and does what in trials."""

from candidates.register.access import NUMBER, own_candidates
from spark.accounts.models import Role
from spark.accounts.roles import GuestRole
from spark.accounts.scope import Door
from training.studio.access import ONLY_OFFICE, everything, own
from training.trials.models import Campaign, Round, Trial

RUNNERS = {Role.MENTOR, Role.OFFICE}


TRIALS: Door[Trial] = Door(
    Trial,
    sees={
        Role.OFFICE: everything,
        Role.COORDINATOR: own(Role.COORDINATOR, "candidate__"),
        Role.CLIENT: own(Role.CLIENT, "candidate__"),
        Role.OFFICE_CLIENT: everything,
        Role.MENTOR: own(Role.MENTOR, "slot__room__"),
        Role.TEAM: own(Role.TEAM, "slot__room__"),
        GuestRole.CANDIDATE: own_candidates,
    },
    name="trials",
    related=(
        "candidate__person",
        "candidate__campus",
        "candidate__direction",
        "round__campaign",
        "slot__room__base",
        "slot__mentor",
        "seat",
        "result",
    ),
    deferred=(f"candidate__{NUMBER}",),
)
CAMPAIGNS: Door[Campaign] = Door(
    Campaign, sees=ONLY_OFFICE, name="trials", related=("batch",)
)
ROUNDS: Door[Round] = Door(
    Round,
    sees=ONLY_OFFICE,
    name="trials",
    related=("campaign__batch",),
)
