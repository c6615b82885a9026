"""What candidates see of incidents in their trials among their data."""

from django.utils.translation import gettext_lazy as _

from candidates.rights.queries import Kept, add_kept
from training.judging.models import Incident
from training.judging.stages import IncidentState


def _undecided(row: Incident) -> set[str]:
    """What is only reported is still looked into."""
    hidden = {"text", "evidence"}
    return hidden if row.state == IncidentState.REPORTED else set()


add_kept(
    Kept(
        "incidents",
        _("Incidents in my trials"),
        42,
        Incident,
        "candidate",
        (
            *("kind", "text", "evidence", "happened_at"),
            *("state", "state_since", "reason", "created_at"),
        ),
        {
            "trial": "shown as such, in the same order",
            "reported_by": "somebody else's name",
            "decided_by": "somebody else's name",
        },
        _undecided,
    )
)
