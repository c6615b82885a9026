"""What the live board shows of a round whose end isn't to be told yet."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from spark.audit.guards import tracked
from spark.errors import BY_DATABASE
from training.trials.models import Round

BY_DATABASE["frozen_board_once"] = "state-moved"


@tracked()
class FrozenBoard(models.Model):
    """The figures of a round's trials as of `frozen_at`, shown until `thawed_at`.

    Args:
        figures: by a trial's key, what the board shows of it.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    figures = models.JSONField(default=dict)
    frozen_at = models.DateTimeField()
    thawed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("frozen board")
        constraints = [
            models.UniqueConstraint(
                fields=["round"],
                condition=models.Q(thawed_at=None),
                name="frozen_board_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.round_id} · {self.frozen_at:%Y-%m-%d %H:%M}"
