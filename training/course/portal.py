"""What candidates see of their training among their data."""

from django.utils.translation import gettext_lazy as _

from candidates.rights.queries import Kept, add_kept
from training.course.models import Enrolment
from training.course.stages import State

KNOWN = {State.QUALIFIED, State.ELIMINATED}
DRAFTS = {"decision", "decision_reason"}
TECHNICAL = "when the row was written, for machines"


def _unreleased(row: Enrolment) -> set[str]:
    return set() if row.state in KNOWN else DRAFTS


add_kept(
    Kept(
        "training",
        _("Training"),
        30,
        Enrolment,
        "candidate",
        ("state", "state_since", "entered_at", "decision", "decision_reason"),
        {"created_at": TECHNICAL, "updated_at": TECHNICAL},
        _unreleased,
    )
)
