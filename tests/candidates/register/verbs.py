"""Before any stage: the one verb that ends it without a call."""

from candidates.register import actions
from candidates.register.models import Candidate
from tests.story import Case, StageCases, leaving

# Candidates come back by an appeal only.
STATES = {
    "registered": {"screening", "left"},
    "screening": {"incubation", "left"},
    "incubation": {"training", "left"},
    "training": {"signing", "left"},
    "signing": {"management", "left"},
    "management": {"left"},
    "left": {"screening", "training"},
}
CASES = {
    "leave": Case(
        "registered",
        leaving(actions.leave),
        ("left registered", "further_study"),
        set(),
        set(),
        may={"lin", "office"},
        sees=set(),
    ),
}
REGISTERED = StageCases(
    Candidate,
    actions.leave,
    STATES,
    CASES,
    aside={"left": ("registered", leaving(actions.leave))},
    possible={"registered": {"leave"}, "waiting": set(), "left": set()},
)
