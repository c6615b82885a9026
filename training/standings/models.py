"""The result of a trial."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from spark.audit.guards import tracked
from spark.changes.announcing import announced_with
from spark.errors import BY_DATABASE
from training.trials.models import Round, Trial

CONTRADICTS = "result-contradicts"
OF_ROUND = """
    SELECT result.id, candidate.campus_id FROM training_result result
    JOIN training_trial trial ON trial.id = result.trial_id
    JOIN candidates_candidate candidate ON candidate.id = trial.candidate_id
    WHERE trial.round_id = NEW.id
"""
announced_with("results", "closed_at", OF_ROUND)(Round)


def _count(label, **options) -> models.PositiveIntegerField:
    return models.PositiveIntegerField(label, null=True, blank=True, **options)


def _at_most(few: str, many: str, name: str, message) -> models.CheckConstraint:
    BY_DATABASE[name] = CONTRADICTS
    return models.CheckConstraint(
        condition=models.Q(**{f"{few}__lte": models.F(many)})
        | models.Q(**{few: None})
        | models.Q(**{many: None}),
        name=name,
        violation_error_message=message,
    )


@tracked()
class Result(models.Model):
    """A trial's numbers and the judges' score; money in fen, time in seconds.

    What wasn't measured is empty, never 0.
    """

    trial = models.OneToOneField(Trial, on_delete=models.PROTECT, related_name="result")
    viewers = models.PositiveIntegerField(_("viewers"), help_text=_("UV"))
    views = _count(_("views"), help_text=_("PV"))
    average_watch_seconds = models.PositiveIntegerField(_("average watch, seconds"))
    peak_online = _count(_("most online at once"))
    interacting_viewers = _count(_("viewers who interacted"))
    new_followers = _count(_("new followers"))
    product_clickers = _count(_("viewers who clicked a product"))
    buyers = _count(_("buyers"))
    orders = _count(_("paid orders"))
    gmv_fen = models.PositiveBigIntegerField(_("GMV, in fen"), null=True, blank=True)
    paid_viewers = _count(_("viewers from paid traffic"))
    judges_score = models.DecimalField(
        _("judges' score"),
        max_digits=3,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text=_("1 to 5"),
    )
    is_final = models.BooleanField(
        _("final"),
        default=False,
        help_text=_("Numbers of the day itself are provisional; the next day's count."),
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("entered by"),
    )
    entered_at = models.DateTimeField()

    class Meta:
        verbose_name = _("result")
        constraints = [
            _at_most(
                "viewers",
                "views",
                "result_viewers_within_views",
                _("There are at least as many views as viewers."),
            ),
            _at_most(
                "interacting_viewers",
                "viewers",
                "result_interacting_within_viewers",
                _("Who interacted is among the viewers."),
            ),
            _at_most(
                "product_clickers",
                "viewers",
                "result_clickers_within_viewers",
                _("Who clicked a product is among the viewers."),
            ),
            _at_most(
                "buyers",
                "product_clickers",
                "result_buyers_within_clickers",
                _("Who bought is among those who clicked a product."),
            ),
            _at_most(
                "buyers",
                "orders",
                "result_buyers_within_orders",
                _("There are at least as many orders as buyers."),
            ),
            _at_most(
                "paid_viewers",
                "viewers",
                "result_paid_within_viewers",
                _("Viewers from paid traffic are among the viewers."),
            ),
            models.CheckConstraint(
                condition=models.Q(judges_score=None)
                | models.Q(judges_score__range=(1, 5)),
                name="result_score_one_to_five",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trial} · {self.viewers}"
