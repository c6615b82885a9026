"""What templates show of a candidate beside its fields."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from candidates.register import queries
from candidates.register.models import Candidate
from candidates.register.stages import badge_of
from spark import clock


def decision_of(record: Any) -> str:
    """What its release makes known: the decision, and the reason as it is read."""
    decision = record.get_decision_display()
    return _("%(decision)s: %(reason)s") % {
        "decision": decision,
        "reason": record.decision_reason,
    }


def add_display(candidate: Candidate) -> None:
    state = badge_of(candidate.stage, candidate.state)
    candidate.state_label = state.label  # type: ignore[attr-defined]
    candidate.state_tone = state.tone  # type: ignore[attr-defined]
    candidate.state_icon = state.icon  # type: ignore[attr-defined]
    candidate.mini = queries.rail(candidate)  # type: ignore[attr-defined]
    waits = getattr(candidate, "waits", None)
    if waits:
        due = datetime.fromisoformat(waits["due"])
        candidate.due, candidate.late = due, due < clock.now()  # type: ignore[attr-defined]
