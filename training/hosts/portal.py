"""What candidates see of their week and permits among their data."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from candidates.rights.queries import Kept, add_kept
from training.hosts.models import Permit, WeeklyTime

add_kept(
    Kept(
        "week",
        pgettext_lazy("of a candidate", "Week"),
        35,
        WeeklyTime,
        "candidate",
        ("kind", "weekday", "starts_at", "ends_at"),
    ),
    Kept(
        "permits",
        _("Permits"),
        36,
        Permit,
        "candidate",
        ("kind", "category", "score", "reference", "valid_from", "valid_until"),
        {"updated_at": "when the row was written, for machines"},
    ),
)
