"""The competition of a batch, and its rounds."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from candidates.register.models import Batch
from spark.audit.guards import tracked
from spark.campuses.models import BilingualName

ENDS_FIRST = _("It ends on or after its first day.")


@tracked()
class Campaign(BilingualName):
    """The trial-broadcast competition of a batch."""

    batch = models.ForeignKey(
        Batch,
        on_delete=models.PROTECT,
        related_name="campaigns",
        verbose_name=_("batch"),
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="campaign_ends_after_start",
                violation_error_message=ENDS_FIRST,
            )
        ]


@tracked()
class Round(models.Model):
    """A round of a campaign: everybody gets `trials_each` trials, then `cut` go on.

    Without a `cut` all go on. Who has fewer than `minimum_trials` isn't ranked. Once
    closed, plans and results stay as they are.
    """

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="rounds"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    trials_each = models.PositiveSmallIntegerField(_("trials each"), default=2)
    minimum_trials = models.PositiveSmallIntegerField(
        _("fewest trials to be ranked"), default=3
    )
    cut = models.PositiveIntegerField(_("how many go on"), null=True, blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    rest_hours = models.PositiveSmallIntegerField(
        _("hours between two trials"),
        default=12,
        help_text=_("The least between the end of a trial and the next one's start."),
    )
    products = models.TextField(
        _("products"),
        blank=True,
        help_text=_("One a line: what everybody in the round presents."),
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["campaign", "number"]
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="round_once"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="round_ends_after_start",
                violation_error_message=ENDS_FIRST,
            ),
            models.CheckConstraint(
                condition=models.Q(trials_each__gte=1), name="round_has_trials"
            ),
        ]

    def __str__(self) -> str:
        words = _("%(campaign)s · round %(number)d")
        return str(words) % {"campaign": self.campaign, "number": self.number}

    @property
    def is_open(self) -> bool:
        return self.closed_at is None
