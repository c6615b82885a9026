"""What a candidate's page says of rounds: to colleges once it is released."""

from candidates.register.models import Candidate
from candidates.register.stages import Stage, reached
from candidates.register.views.parts import Part
from spark.accounts.scope import Request, has_role
from spark.records import Drawn
from training.racing import queries
from training.racing.access import DECISIONS
from training.racing.actions import decide
from training.racing.stages import TONES, Outcome


def draw(request: Request, candidate: Candidate) -> Drawn | None:
    if Stage.TRAINING not in reached(candidate.stage, candidate.left_from):
        return None
    if not has_role(request.user, *DECISIONS.sees):
        return None
    rows = DECISIONS.visible_to(request.user)
    found = queries.released_of(rows, candidate)
    if not found:
        return None
    for one in found:
        one.tone, one.icon = TONES[Outcome(one.outcome)]  # type: ignore[attr-defined]
    context = {"decisions": found, "is_office": decide.may(request.user)}
    return "training/racing/_of.html", context


PART = Part("rounds", 55, draw)
