"""What candidates see of their place in a team among their data."""

from django.utils.translation import gettext_lazy as _

from candidates.rights.queries import Kept, add_kept
from contracts.team.models import Membership

TECHNICAL = "when the row was written, for machines"

add_kept(
    Kept(
        "teams",
        _("My team"),
        60,
        Membership,
        "candidate",
        ("state", "state_since", "entered_at", "team"),
        {"created_at": TECHNICAL, "updated_at": TECHNICAL},
    )
)
