"""A candidate's week on their own home page; it and permits among their data."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from candidates.register.models import Candidate
from candidates.register.views.own import Own, OwnPart, add_own_part
from candidates.rights.queries import Kept, add_kept
from training.hosts import access
from training.hosts.models import Permit, WeeklyTime
from training.hosts.views.on_file import WeekShown


def part(candidate: Candidate) -> Own | None:
    """While it matters: in incubation and training."""
    if candidate.stage not in access.HOSTING:
        return None
    week = WeekShown.of(candidate.weekly_times.all())
    return Own("training/hosts/_own_week.html", {"week": week})


add_own_part(OwnPart("week", 15, part))

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
