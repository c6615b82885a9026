"""What is known of reviewers: the directions they judge, and when they are away."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from candidates.register.models import Direction
from spark.audit.guards import tracked
from spark.errors import BY_DATABASE
from spark.plausible import DAYS, held, within

BY_DATABASE["absence_ends_after_start"] = "absence-days"


@tracked(deletion=True)
class Competence(models.Model):
    """A direction that a reviewer judges; who has none noted judges all."""

    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    direction = models.ForeignKey(Direction, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("direction of a reviewer")
        constraints = [
            models.UniqueConstraint(
                fields=["reviewer", "direction"], name="competence_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reviewer} · {self.direction}"


@tracked(deletion=True)
class Absence(models.Model):
    """Days on which a reviewer is away, both included: nothing new is given to them."""

    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    starts_on = models.DateField(_("from"), validators=within(DAYS))
    ends_on = models.DateField(_("until"), validators=within(DAYS))

    class Meta:
        ordering = ["starts_on"]
        verbose_name = _("absence")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="absence_ends_after_start",
            ),
            held("absence_in_bounds", starts_on=DAYS, ends_on=DAYS),
        ]

    def __str__(self) -> str:
        return f"{self.reviewer} · {self.starts_on}–{self.ends_on}"
