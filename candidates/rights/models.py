"""What a candidate asked about their data, and what became of it."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import FSMField, transition

from candidates.register.models import CandidateRecord
from candidates.rights.stages import RequestState
from spark.audit.guards import held_by_database, one_of, tracked
from spark.crypto import EncryptedTextField
from spark.errors import BY_DATABASE
from spark.text import columns

BY_DATABASE["data_request_open_once"] = "request-open"


class RequestKind(models.TextChoices):
    CORRECTION = "correction", pgettext_lazy("request", "Correct my name or ID number")
    ERASURE = "erasure", pgettext_lazy("request", "Erase my data")
    EXPLANATION = "explanation", pgettext_lazy("request", "Explain a decision")
    COPY = "copy", pgettext_lazy("request", "A copy for me or for somebody else")


@held_by_database
@tracked(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(condition=pghistory.AnyChange("state")),
    fields=["candidate", "kind", "state", "due_at"],
    model_name="DataRequestEvent",
)
class DataRequest(CandidateRecord):
    """One of a kind is open at a time; history says that it was asked, not what.

    `name` and `id_number` are what a correction puts right; the number is kept, and
    encrypted, only until it is answered.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=RequestKind)
    state = FSMField(default=RequestState.OPEN, choices=RequestState, protected=True)
    text = columns.Prose(_("what is asked"), max_length=500)
    name = columns.Name(_("right name"), max_length=60, blank=True)
    id_number = EncryptedTextField(_("right ID number"), blank=True)
    answer = columns.Prose(_("answer"), max_length=500, blank=True)
    due_at = models.DateTimeField(_("due"))

    class Meta:
        verbose_name = _("request about data")
        constraints = [
            one_of("kind", RequestKind, "data_request_kind_known"),
            one_of("state", RequestState, "data_request_state_known"),
            models.UniqueConstraint(
                fields=["candidate", "kind"],
                condition=models.Q(state="open"),
                name="data_request_open_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state="open")
                | ~models.Q(answer="") & models.Q(id_number=""),
                name="data_request_closed_is_answered",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=models.Q(state="open"),
                name="data_request_open",
            )
        ]

    @property
    def corrects(self) -> bool:
        """Is there a name or number that can be put in at once?"""
        return bool(self.name or self.id_number)

    @property
    def number_tail(self) -> str:
        return f"****{self.id_number[-2:]}" if self.id_number else ""

    @transition(field=state, source=RequestState.OPEN, target=RequestState.ANSWERED)
    def answered(self) -> None:
        """Done, or told."""

    @transition(field=state, source=RequestState.OPEN, target=RequestState.REFUSED)
    def refused(self) -> None:
        """Not done, and told why."""
