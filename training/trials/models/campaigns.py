"""The competition of a batch, its rounds, and the places there are after each."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from candidates.register.models import Batch, Direction
from spark.audit.guards import one_of, tracked
from spark.campuses.models import BilingualName, Campus
from spark.plausible import DAYS, FEW, PEOPLE, REST, SOME, YEAR, Span, held, within
from training.trials.stages import Ties

ENDS_FIRST = _("It ends on or after its first day.")
NOBODY_RANKED = _("More than the trials each has: nobody would be ranked.")
CAMPAIGN_LASTS = Span(
    "starts_on", "ends_on", 2 * YEAR, _("A campaign lasts two years at most.")
)


@tracked()
class Campaign(BilingualName):
    """The trial-broadcast competition of a batch."""

    batch = models.ForeignKey(
        Batch,
        on_delete=models.PROTECT,
        related_name="campaigns",
        verbose_name=_("batch"),
    )
    starts_on = models.DateField(_("first day"), validators=within(DAYS))
    ends_on = models.DateField(_("last day"), validators=within(DAYS))

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="campaign_ends_after_start",
                violation_error_message=ENDS_FIRST,
            ),
            held("campaign_in_bounds", starts_on=DAYS, ends_on=DAYS),
            CAMPAIGN_LASTS.held("campaign_lasts"),
        ]

    def clean(self) -> None:
        CAMPAIGN_LASTS.check(vars(self))


@tracked()
class Round(models.Model):
    """A round of a campaign: everybody gets `trials_each` trials, then `cut` go on.

    Without a `cut` all go on. Who has fewer than `minimum_trials` isn't ranked. Once
    closed, plans and results stay as they are.
    """

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="rounds"
    )
    number = models.PositiveSmallIntegerField(_("number"), validators=within(FEW))
    trials_each = models.PositiveSmallIntegerField(
        _("trials each"), default=2, validators=within(FEW)
    )
    minimum_trials = models.PositiveSmallIntegerField(
        _("fewest trials to be ranked"), default=2, validators=within(FEW)
    )
    cut = models.PositiveIntegerField(
        _("how many go on"), null=True, blank=True, validators=within(SOME)
    )
    starts_on = models.DateField(_("first day"), validators=within(DAYS))
    ends_on = models.DateField(_("last day"), validators=within(DAYS))
    rest_hours = models.PositiveSmallIntegerField(
        _("hours between two trials"),
        default=12,
        help_text=_("The least between the end of a trial and the next one's start."),
        validators=within(REST),
    )
    products = models.TextField(
        _("products"),
        blank=True,
        help_text=_("One a line: what everybody in the round presents."),
    )
    is_last = models.BooleanField(
        _("last round"),
        default=False,
        db_default=False,
        help_text=_("Who goes on after it is qualified, and can be signed."),
    )
    extra_slots = models.PositiveSmallIntegerField(
        _("extra slots"),
        default=0,
        db_default=0,
        help_text=_("For those near the cut, beside the trials each has."),
        validators=within(PEOPLE),
    )
    ties = models.CharField(
        _("who stands level"),
        max_length=6,
        choices=Ties,
        default=Ties.TRIALS,
        db_default=Ties.TRIALS,
        help_text=_("Whoever comes first by it; fixed once somebody was on air."),
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
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=False)
                | models.Q(minimum_trials__lte=models.F("trials_each")),
                name="round_ranks_somebody",
                violation_error_message=NOBODY_RANKED,
            ),
            one_of("ties", Ties, "round_ties_known"),
            held(
                "round_in_bounds",
                number=FEW,
                trials_each=FEW,
                minimum_trials=FEW,
                cut=SOME,
                rest_hours=REST,
                extra_slots=PEOPLE,
                starts_on=DAYS,
                ends_on=DAYS,
            ),
        ]

    def __str__(self) -> str:
        words = _("%(campaign)s · round %(number)d")
        return str(words) % {"campaign": self.campaign, "number": self.number}

    def clean(self) -> None:
        if (self.minimum_trials or 0) > (self.trials_each or 0):
            raise ValidationError({"minimum_trials": NOBODY_RANKED})

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


@tracked(deletion=True)
class RoundQuota(models.Model):
    """Places after a round for a direction, of all or of one college."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="quotas")
    direction = models.ForeignKey(
        Direction,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("direction"),
    )
    campus = models.ForeignKey(
        Campus,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("campus"),
    )
    places = models.PositiveIntegerField(_("places"), validators=within(PEOPLE))

    class Meta:
        verbose_name = _("quota of a round")
        verbose_name_plural = _("quotas of rounds")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "direction", "campus"],
                nulls_distinct=False,
                name="round_quota_once",
            ),
            held("round_quota_in_bounds", places=PEOPLE),
        ]

    def __str__(self) -> str:
        where = f" · {self.campus}" if self.campus else ""
        return f"{self.round} · {self.direction}{where}: {self.places}"
