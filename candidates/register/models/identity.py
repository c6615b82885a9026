"""Who looked at a full ID number, and why."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone  # noqa: TID251 -- a default in migrations
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from candidates.register.models.candidates import Candidate
from spark.audit.guards import one_of, timed_by_database, tracked
from spark.text import columns


class OpeningPurpose(models.TextChoices):
    CHECK = "check", _("Compare with the ID card")
    CONTRACT = "contract", _("Contract or social insurance")
    FILING = "filing", _("Filing with an authority or platform")
    MIX_UP = "mix_up", _("Two people mixed up")
    OTHER = "other", pgettext_lazy("purpose", "Something else")


@pgtrigger.register(
    timed_by_database("opened_at"),
    pgtrigger.Protect(
        name="append_only", operation=pgtrigger.Update | pgtrigger.Delete
    ),
)
@tracked(pghistory.InsertEvent(label="opened"))
class IdentityOpening(models.Model):
    """A full ID number was shown to somebody, once. Never changed, never deleted."""

    candidate = models.ForeignKey(
        Candidate, on_delete=models.PROTECT, related_name="openings"
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    purpose = models.CharField(
        _("purpose"), max_length=10, choices=OpeningPurpose.choices
    )
    reason = columns.Prose(_("reason"), max_length=300)
    opened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("opened ID number")
        constraints = [one_of("purpose", OpeningPurpose, "opening_purpose_known")]

    def __str__(self) -> str:
        return f"{self.opened_by} · {self.get_purpose_display()}"
