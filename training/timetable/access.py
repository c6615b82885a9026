"""Who sees and does what with plans and the solver's runs."""

from spark.accounts.scope import Door
from training.studio.access import ONLY_OFFICE
from training.timetable.models import Plan, Publication, SolveRun

PLANS: Door[Plan] = Door(
    Plan,
    sees=ONLY_OFFICE,
    name="trials",
    related=("round__campaign__batch", "based_on"),
)


RUNS: Door[SolveRun] = Door(
    SolveRun,
    sees=ONLY_OFFICE,
    name="trials",
    related=("round__campaign", "base", "plan", "asked_by"),
)


PUBLICATIONS: Door[Publication] = Door(
    Publication, sees=ONLY_OFFICE, name="trials", related=("asked_by",)
)
