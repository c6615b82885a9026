"""What was decided on people after a round."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from candidates.register.models import Candidate
from spark.audit.guards import one_of, tracked
from spark.errors import BY_DATABASE
from spark.plausible import EXTRA, held, within
from spark.text import columns
from training.racing.stages import Ground, Outcome
from training.standings.models import Standing
from training.trials.models import Round

BY_DATABASE["round_decision_once"] = "state-moved"


@tracked()
class RoundDecision(models.Model):
    """What a person decided on somebody after a round.

    Changeable until released. Decided anew on another standing, or after its release,
    a new one takes its place and this one is kept, `superseded_at` then.

    Args:
        proposed: by the standing it is based on; empty where that proposed nothing.
        slots: extra ones.
        reserve_place: within the direction, given at release.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="decisions")
    candidate = models.ForeignKey(
        Candidate, on_delete=models.PROTECT, related_name="decisions"
    )
    standing = models.ForeignKey(
        Standing, on_delete=models.PROTECT, related_name="decisions"
    )
    outcome = models.CharField(_("decision"), max_length=12, choices=Outcome)
    proposed = models.CharField(
        _("proposed"), max_length=12, choices=Outcome, blank=True
    )
    slots = models.PositiveSmallIntegerField(
        _("extra slots"), default=0, validators=within(EXTRA)
    )
    ground = models.CharField(
        _("ground of the decision"), max_length=12, choices=Ground
    )
    reason = columns.Prose(_("reason for the decision"), max_length=300)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        db_index=False,  # nobody asks by whom
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"))
    released_at = models.DateTimeField(_("released"), null=True)
    reserve_place = models.PositiveSmallIntegerField(_("reserve place"), null=True)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("decision of a round")
        verbose_name_plural = _("decisions of rounds")
        constraints = [
            one_of("outcome", Outcome, "round_decision_outcome_known"),
            one_of("ground", Ground, "round_decision_ground_known"),
            models.CheckConstraint(
                condition=Q(proposed__in=["", *sorted(Outcome.values)]),
                name="round_decision_proposed_known",
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.EXTRA, slots__gt=0)
                | ~Q(outcome=Outcome.EXTRA) & Q(slots=0),
                name="round_decision_slots_with_extra",
            ),
            models.CheckConstraint(
                condition=~Q(ground=Ground.STANDING) | Q(outcome=F("proposed")),
                name="round_decision_departs_for_reason",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="round_decision_has_reason"
            ),
            models.UniqueConstraint(
                fields=["round", "candidate"],
                condition=Q(superseded_at=None),
                name="round_decision_once",
            ),
            held("round_decision_in_bounds", slots=EXTRA),
        ]

    def __str__(self) -> str:
        return f"{self.candidate} · {self.get_outcome_display()}"

    @property
    def departs(self) -> bool:
        """Whether it isn't what was proposed."""
        return self.outcome != self.proposed
