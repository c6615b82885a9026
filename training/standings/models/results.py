"""The result of a trial."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from spark.audit.guards import tracked
from spark.changes.announcing import announced_with
from spark.errors import BY_DATABASE
from spark.plausible import (
    CROWD,
    DAYS,
    JUDGED,
    OF_A_DAY,
    TAKINGS,
    WATCHING,
    held,
    within,
)
from spark.text import columns
from training.trials.models import Round, Trial

CONTRADICTS = "result-contradicts"
OF_ROUND = """
    SELECT result.id, candidate.campus_id FROM training_result result
    JOIN training_trial trial ON trial.id = result.trial_id
    JOIN candidates_candidate candidate ON candidate.id = trial.candidate_id
    WHERE trial.round_id = NEW.id
"""
announced_with("results", "closed_at", OF_ROUND)(Round)

# Which number is at most which; constraints hold it in the database too.
AT_MOST = {
    ("viewers", "views"): (
        "result_viewers_within_views",
        _("There are at least as many views as viewers."),
    ),
    ("interacting_viewers", "viewers"): (
        "result_interacting_within_viewers",
        _("Who interacted is among the viewers."),
    ),
    ("product_clickers", "viewers"): (
        "result_clickers_within_viewers",
        _("Who clicked a product is among the viewers."),
    ),
    ("buyers", "product_clickers"): (
        "result_buyers_within_clickers",
        _("Who bought is among those who clicked a product."),
    ),
    ("buyers", "orders"): (
        "result_buyers_within_orders",
        _("There are at least as many orders as buyers."),
    ),
    ("paid_viewers", "viewers"): (
        "result_paid_within_viewers",
        _("Viewers from paid traffic are among the viewers."),
    ),
    ("average_online", "peak_online"): (
        "result_average_within_peak",
        _("The average online is at most the peak."),
    ),
    ("cart_viewers", "viewers"): (
        "result_cart_within_viewers",
        _("Who put something in the cart is among the viewers."),
    ),
    ("refunded_orders", "orders"): (
        "result_refunded_within_orders",
        _("Refunded orders are among the paid ones."),
    ),
    ("refund_fen", "gmv_fen"): (
        "result_refund_within_gmv",
        _("No more is refunded than was paid."),
    ),
}


COUNTS = (
    *("viewers", "views", "peak_online", "average_online", "interacting_viewers"),
    *("new_followers", "product_clickers", "cart_viewers", "buyers", "orders"),
    *("refunded_orders", "paid_viewers"),
)


def _count(label, **options) -> models.PositiveIntegerField:
    return models.PositiveIntegerField(
        label, null=True, blank=True, validators=within(CROWD), **options
    )


def _at_most(few: str, many: str, name: str, message) -> models.CheckConstraint:
    BY_DATABASE[name] = CONTRADICTS
    return models.CheckConstraint(
        condition=models.Q(**{f"{few}__lte": models.F(many)})
        | models.Q(**{few: None})
        | models.Q(**{many: None}),
        name=name,
        violation_error_message=message,
    )


@tracked(deletion=True)
class Result(models.Model):
    """A trial's numbers and the judges' score; money in fen, time in seconds.

    What wasn't measured is empty, never 0.

    Args:
        refunds_until: the day up to which refunds were counted; goods go back within
            seven days, so they are ripe from then on.
        warm_up_minutes: at the beginning, in which who watches came for the host
            before.
        promotion: a day on which everything sells, such as 618; empty on another.
    """

    trial = models.OneToOneField(Trial, on_delete=models.PROTECT, related_name="result")
    viewers = models.PositiveIntegerField(
        _("viewers"), help_text=_("UV"), validators=within(CROWD)
    )
    views = _count(_("views"), help_text=_("PV"))
    average_watch_seconds = models.PositiveIntegerField(
        _("average watch, seconds"), validators=within(WATCHING)
    )
    peak_online = _count(_("most online at once"))
    average_online = _count(_("average online at once"), help_text=_("ACU"))
    interacting_viewers = _count(_("viewers who interacted"))
    new_followers = _count(_("new followers"))
    product_clickers = _count(_("viewers who clicked a product"))
    cart_viewers = _count(_("viewers who put something in the cart"))
    buyers = _count(_("buyers"))
    orders = _count(_("paid orders"))
    gmv_fen = models.PositiveBigIntegerField(
        _("GMV, in fen"), null=True, blank=True, validators=within(TAKINGS)
    )
    refunded_orders = _count(_("refunded orders"))
    refund_fen = models.PositiveBigIntegerField(
        _("refunds, in fen"), null=True, blank=True, validators=within(TAKINGS)
    )
    refunds_until = models.DateField(
        _("refunds counted until"), null=True, blank=True, validators=within(DAYS)
    )
    paid_viewers = _count(_("viewers from paid traffic"))
    warm_up_minutes = models.PositiveSmallIntegerField(
        _("warm-up, in minutes"),
        null=True,
        blank=True,
        validators=within(OF_A_DAY),
        help_text=_("In which viewers came for the host before"),
    )
    promotion = columns.Line(
        _("promotion day"),
        max_length=40,
        blank=True,
        default="",
        db_default="",
        help_text=_("Such as 618 or Double 11; empty on another day"),
    )
    recording = models.URLField(
        _("recording"),
        max_length=500,
        blank=True,
        default="",
        db_default="",
        validators=[URLValidator(["https", "http"])],
        help_text=_("Its address; kept for three years at least"),
    )
    judges_score = models.DecimalField(
        _("judges' score"),
        max_digits=3,
        decimal_places=2,
        null=True,
        blank=True,
        validators=within(JUDGED),
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
            *(_at_most(*pair, *told) for pair, told in AT_MOST.items()),
            models.CheckConstraint(
                condition=models.Q(judges_score=None)
                | models.Q(judges_score__range=(1, 5)),
                name="result_score_one_to_five",
            ),
            held(
                "result_in_bounds",
                average_watch_seconds=WATCHING,
                gmv_fen=TAKINGS,
                refund_fen=TAKINGS,
                refunds_until=DAYS,
                warm_up_minutes=OF_A_DAY,
                **dict.fromkeys(COUNTS, CROWD),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trial} · {self.viewers}"

    def contradictions(self) -> Iterator[tuple[str, Any]]:
        """Each number that is more than it can be, and why."""
        for (few, many), (_name, message) in AT_MOST.items():
            part, whole = getattr(self, few), getattr(self, many)
            if part is not None and whole is not None and part > whole:
                yield few, message
