"""Rosters sent in by colleges, and rows whose person is unclear."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone  # noqa: TID251 -- a default in migrations
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from candidates.register.models import Batch, Person
from spark.audit.guards import held_by_database, one_of, tracked, when_updated
from spark.campuses.models import Campus
from spark.changes.announcing import announced
from spark.crypto import (
    EncryptedBinaryField,
    EncryptedJSONField,
    EncryptedTextField,
)
from spark.plausible import DAYS, held, within
from spark.text import columns


class RosterState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    JUDGED = "judged", _("Checked")
    IMPORTING = "importing", _("Being imported")
    IMPORTED = "imported", _("Imported")
    FAILED = "failed", _("Failed")
    DISCARDED = "discarded", _("Discarded")
    UNDONE = "undone", _("Undone")


DECLARED = ["consent_declared", "notice_version", "notice_on"]
PERSONAL = ["content", "findings", "images"]


@pgtrigger.register(when_updated())
@announced("rosters")
@held_by_database
@tracked(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(condition=pghistory.AnyChange("state", *DECLARED)),
    exclude=[*PERSONAL, "file_name", "attempts", "error", "layout", "updated_at"],
)
class RosterImport(FSMModelMixin, models.Model):
    """A roster sent by a college: judged first, imported when somebody says so.

    `content` is the file, `findings` what was found row by row, `images` what the
    import found before it wrote; all three are encrypted, and forgotten after a day.
    `layout` notes what of the file is `unread`, whether rows hidden in it are left
    out, and whether who is known already is brought up to date. `error` is a code with
    facts if the file couldn't be read. The sender declares that everybody on it was
    given the notice `notice_version` and gave their separate consent by `notice_on`.
    """

    State = RosterState

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT)
    campus = models.ForeignKey(Campus, on_delete=models.PROTECT)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    consent_declared = models.BooleanField(default=False)
    notice_version = columns.Title(max_length=40, blank=True, default="")
    notice_on = models.DateField(null=True, validators=within(DAYS))
    file_name = columns.Title(max_length=200)
    content = EncryptedBinaryField(null=True)
    state = FSMField(
        max_length=10,
        choices=RosterState,
        default=RosterState.WAITING,
        protected=True,
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    layout = models.JSONField(default=dict)
    findings = EncryptedJSONField(null=True)
    images = EncryptedJSONField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("roster import")
        constraints = [
            one_of("state", RosterState, "roster_state_known"),
            held("roster_in_bounds", notice_on=DAYS),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def without_hidden(self) -> bool:
        return self.layout.get("without_hidden", False)

    @property
    def with_updates(self) -> bool:
        return self.layout.get("with_updates", False)

    @property
    def running(self) -> bool:
        return self.state in {RosterState.WAITING, RosterState.IMPORTING}

    @transition(field=state, source=RosterState.WAITING, target=RosterState.JUDGED)
    def judged(self) -> None:
        """Every row is judged; nothing is written."""

    @transition(field=state, source=RosterState.JUDGED, target=RosterState.IMPORTING)
    def confirm(self) -> None:
        """Somebody looked at it and wants the good rows in."""

    @transition(field=state, source=RosterState.IMPORTING, target=RosterState.IMPORTED)
    def imported(self) -> None:
        """The good rows are written."""

    @transition(
        field=state,
        source=[RosterState.WAITING, RosterState.IMPORTING],
        target=RosterState.FAILED,
    )
    def fail(self) -> None:
        """It can't be imported; nothing is written."""

    @transition(
        field=state,
        source=[RosterState.WAITING, RosterState.JUDGED],
        target=RosterState.DISCARDED,
    )
    def discard(self) -> None:
        """Nobody wants it in, or nobody said so within a day."""

    @transition(field=state, source=RosterState.IMPORTED, target=RosterState.UNDONE)
    def undo(self) -> None:
        """Everything it wrote is taken back."""


@pgtrigger.register(pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete))
@tracked(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(condition=pghistory.AnyChange("found_out_at")),
    fields=["campus", "batch", "found_out_at"],
    model_name="UnclearRowEvent",
)
class UnclearRow(models.Model):
    """A row that gave a known person's ID number under another name.

    The same one given again is the same row: it tells nobody anything new. `name` is
    what was given, kept until the office found out who it is.
    """

    campus = models.ForeignKey(Campus, on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(
        Batch, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    name = EncryptedTextField(_("name given"), blank=True)
    key = models.CharField(max_length=64, unique=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    found_at = models.DateTimeField(default=timezone.now)
    found_out_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("row whose person is unclear")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(found_out_at=None) | models.Q(name=""),
                name="unclear_found_out_is_forgotten",
            )
        ]
        indexes = [
            models.Index(fields=["campus", "found_at"], name="unclear_by_campus"),
            models.Index(
                fields=["id"],
                condition=models.Q(found_out_at=None),
                name="unclear_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campus} · {self.batch}"
