"""An audition clip and what is known of it."""

from uuid import uuid4

import pghistory
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone  # noqa: TID251 -- a default in migrations
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from candidates.clips.stages import State
from candidates.register.models import Candidate
from spark.audit.guards import held_by_database, one_of, tracked
from spark.text import columns

THERE = [
    *(State.UPLOADING, State.PROBING, State.READY),
    *(State.LINKED, State.REFUSED),
]
WATCHED = [State.READY, State.LINKED]  # can be judged by
FILELESS = [State.REFUSED, State.REMOVED]
# Somebody has to go on with it: its sender or a job.
UNFINISHED = models.Q(state__in=[State.UPLOADING, State.PROBING]) | models.Q(
    state=State.READY, length=None
)


@held_by_database
@tracked(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(condition=pghistory.AnyChange("state", "candidate")),
    fields=["candidate", "state", "size", "refused_for"],
    model_name="ClipEvent",
)
class Clip(FSMModelMixin, models.Model):
    """Sent in pieces of these `sizes` so far, `received` in all, of `size`.

    Without a candidate it is of an application that isn't confirmed. `stored` says that
    the store has files of it; a row outlives them, so that whoever still sends to it
    is told that it is gone. `length` is the size of what is played; without one a ready
    clip is being made into what every browser plays. When `expires_at` has passed, who
    was to go on with it, a sender or a job, is lost. One with a `link` is elsewhere, on
    the public net, and nothing of it is here. `loudness` is in LUFS of the whole.
    """

    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    candidate = models.ForeignKey(
        Candidate, null=True, on_delete=models.PROTECT, related_name="clips"
    )
    state = FSMField(
        _("state"), max_length=9, choices=State, default=State.UPLOADING, protected=True
    )
    state_since = models.DateTimeField(default=timezone.now)
    name = columns.Line(_("file"), max_length=120, blank=True, default="")
    size = models.PositiveBigIntegerField(_("size"))
    received = models.PositiveBigIntegerField(default=0)
    sizes = models.JSONField(default=list)
    expires_at = models.DateTimeField()
    stored = models.BooleanField(default=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    refused_for = models.CharField(
        _("why it can't be used"), max_length=20, blank=True, default=""
    )
    refused_facts = models.JSONField(default=dict)
    length = models.PositiveBigIntegerField(null=True)
    seconds = models.PositiveIntegerField(_("seconds"), null=True)
    width = models.PositiveIntegerField(_("width"), null=True)
    height = models.PositiveIntegerField(_("height"), null=True)
    loudness = models.FloatField(_("loudness"), null=True)
    link = models.URLField(
        _("link to a public video"),
        max_length=500,
        blank=True,
        default="",
        db_default="",
    )
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("audition clip")
        constraints = [
            one_of("state", State, "clip_state_known"),
            models.CheckConstraint(
                condition=models.Q(received__lte=models.F("size")),
                name="clip_received_in_size",
            ),
        ]
        indexes = [
            models.Index(
                fields=["expires_at"],
                condition=UNFINISHED,
                name="clip_unfinished",
            ),
            models.Index(
                fields=["id"],
                condition=models.Q(state__in=FILELESS, stored=True),
                name="clip_to_clean",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.key)

    @property
    def percent(self) -> int:
        """How much of it has come."""
        return 100 * self.received // self.size

    @transition(field=state, source=State.UPLOADING, target=State.PROBING)
    def arrive(self) -> None:
        """The last byte is here."""

    @transition(field=state, source=State.UPLOADING, target=State.LINKED)
    def link_to(self) -> None:
        """Nothing of it comes here: `link` says where it is."""

    @transition(field=state, source=State.PROBING, target=State.READY)
    def accept(self) -> None:
        """It can be seen and heard."""

    @transition(field=state, source=[State.PROBING, State.READY], target=State.REFUSED)
    def refuse(self) -> None:
        """`refused_for` says why."""

    @transition(field=state, source=THERE, target=State.REMOVED)
    def remove(self) -> None:
        """Replaced, taken back, or never finished: only that it was is kept."""
        self.name = ""
        self.seconds = self.width = self.height = self.loudness = None
        self.link = ""
        self.refused_for, self.refused_facts = "", {}
