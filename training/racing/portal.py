"""What candidates see of their rounds on their own pages: once released."""

from django.utils.translation import gettext_lazy as _

from candidates.portal.access import guest_of
from candidates.register.models import Candidate
from candidates.register.views.own import Own, OwnPart, add_own_part
from candidates.rights.queries import Kept, add_kept
from training.racing import queries
from training.racing.access import DECISIONS
from training.racing.models import RoundDecision
from training.racing.stages import TONES, Outcome

SHOWN = (
    *("round", "outcome", "proposed", "slots", "ground", "reason"),
    *("decided_at", "released_at", "reserve_place"),
)


def part(candidate: Candidate) -> Own | None:
    rows = DECISIONS.visible_to(guest_of(candidate))
    found = queries.released_of(rows, candidate)
    for one in found:
        one.tone, one.icon = TONES[Outcome(one.outcome)]  # type: ignore[attr-defined]
    return Own("training/racing/_own.html", {"decisions": found}) if found else None


def _unreleased(row: RoundDecision) -> set[str]:
    return set() if row.released_at else {*SHOWN}


add_own_part(OwnPart("rounds", 12, part))
add_kept(
    Kept(
        "rounds",
        _("Decisions after my rounds"),
        42,
        RoundDecision,
        "candidate",
        SHOWN,
        {
            "standing": "the reckoning it rests on, of all people",
            "decided_by": "somebody else's name",
            "superseded_at": "when a later decision, shown too, took its place",
        },
        _unreleased,
    )
)
