"""Compliance incidents of trials."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from candidates.register.models import CandidateRecord
from spark.audit.guards import held_by_database, one_of, tracked
from spark.text import columns
from training.judging.stages import IncidentState, Kind
from training.trials.models import Trial


@held_by_database
@tracked()
class Incident(CandidateRecord):
    """Something that broke a rule on air, reported with where it can be seen.

    A named person of the office decides whether the trial fails for it.
    """

    trial = models.ForeignKey(Trial, on_delete=models.PROTECT, related_name="incidents")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    text = columns.Prose(_("what happened"), max_length=500)
    evidence = models.URLField(_("evidence"), max_length=500, blank=True, default="")
    happened_at = models.DateTimeField(_("when"))
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("reported by"),
    )
    state = FSMField(
        default=IncidentState.REPORTED, choices=IncidentState, protected=True
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("decided by"),
    )
    reason = columns.Prose(_("reason"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        constraints = [
            one_of("state", IncidentState, "incident_state_known"),
            one_of("kind", Kind, "incident_kind_known"),
            models.CheckConstraint(
                condition=models.Q(state="reported") | ~models.Q(reason=""),
                name="incident_decided_has_reason",
            ),
        ]
        indexes = [models.Index(fields=["state", "id"], name="incident_by_state")]

    @transition(field=state, source=IncidentState.REPORTED, target=IncidentState.FAILED)
    def fail(self) -> None:
        """The trial fails: its result doesn't count."""

    @transition(
        field=state, source=IncidentState.REPORTED, target=IncidentState.DISMISSED
    )
    def dismiss(self) -> None:
        """The trial counts as if nothing had been reported."""

    @transition(
        field=state, source=IncidentState.FAILED, target=IncidentState.OVERTURNED
    )
    def overturn(self) -> None:
        """On appeal the trial counts again."""
