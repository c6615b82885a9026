"""A paper as its candidate photographed it."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from candidates.papers.stages import Kind, State
from candidates.register.models import CAMPUS, CandidateRecord
from spark.audit.guards import held_by_database, one_of, timed_by_database, tracked
from spark.changes.announcing import announced
from spark.crypto import EncryptedBinaryField
from spark.errors import BY_DATABASE
from spark.text import columns

BY_DATABASE["paper_once"] = "paper-twice"


@pgtrigger.register(timed_by_database("opened_at", again=True))
@announced("papers", CAMPUS)
@held_by_database
@tracked(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(condition=pghistory.AnyChange("state", "opened_at")),
    fields=["candidate", "kind", "state", "opened_at"],
    model_name="PaperEvent",
)
class Paper(CandidateRecord):
    """One page of it, or a PDF of all. Who opened it when, each time, is in history.

    `content` is encrypted, and deleted once it turned out to be of no use; `sha256` is
    of what came, before encryption.
    """

    kind = models.CharField(_("paper"), max_length=9, choices=Kind)
    state = FSMField(
        _("state"), default=State.SENT, choices=State, protected=True, max_length=8
    )
    name = columns.Title(_("file name"), max_length=200)
    media_type = models.CharField(max_length=20)
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    content = EncryptedBinaryField(null=True)
    returned_for = columns.Prose(_("why it can't be used"), max_length=300, blank=True)
    opened_at = models.DateTimeField(_("opened"), null=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("paper")
        constraints = [
            one_of("kind", Kind, "paper_kind_known"),
            one_of("state", State, "paper_state_known"),
            models.UniqueConstraint(
                fields=["candidate", "kind", "sha256"],
                condition=~models.Q(state=State.RETURNED),
                name="paper_once",
            ),
        ]

    @transition(field=state, source=State.SENT, target=State.ACCEPTED)
    def accept(self) -> None:
        """It is what it should be."""

    @transition(field=state, source=State.SENT, target=State.RETURNED)
    def give_back(self) -> None:
        """Of no use: only why is kept."""
        self.content = None
