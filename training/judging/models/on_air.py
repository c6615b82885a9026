"""Figures of a trial while it is on air, until its result is entered."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from spark.audit.guards import tracked
from spark.plausible import CROWD, TAKINGS, held, within
from training.trials.models import Trial


@tracked()
class LiveFigures(models.Model):
    """What the live platform's screen says of a trial at one moment; money in fen.

    Later ones take their place, history keeps these. They never count: a result does,
    entered once the trial is over. What wasn't read off is empty, never 0.

    Args:
        as_of: when they were read off the screen.
    """

    trial = models.OneToOneField(
        Trial, on_delete=models.PROTECT, related_name="live_figures"
    )
    viewers = models.PositiveIntegerField(
        _("viewers"), help_text=_("UV"), validators=within(CROWD)
    )
    orders = models.PositiveIntegerField(
        _("paid orders"), null=True, blank=True, validators=within(CROWD)
    )
    gmv_fen = models.PositiveBigIntegerField(
        _("GMV, in fen"), null=True, blank=True, validators=within(TAKINGS)
    )
    as_of = models.DateTimeField(_("as of"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        db_index=False,  # nobody asks by whom
        related_name="+",
        verbose_name=_("entered by"),
    )
    entered_at = models.DateTimeField()

    class Meta:
        verbose_name = _("figures on air")
        verbose_name_plural = _("figures on air")
        constraints = [
            held(
                "live_figures_in_bounds", viewers=CROWD, orders=CROWD, gmv_fen=TAKINGS
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trial} · {self.viewers} · {self.as_of:%H:%M}"
