"""Programmes, batches and directions; persons and candidates; rosters sent in."""

from collections.abc import Callable

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from candidates.register.stages import LeaveReason, Stage
from spark.audit.guards import M, held_by_database, one_of, tracked
from spark.campuses.models import BilingualName, Campus, Region
from spark.crypto import EncryptedTextField


class Programme(BilingualName):
    """Spark Plan, Factory Second Class."""

    slug = models.SlugField(max_length=40, unique=True)

    class Meta:
        verbose_name = _("programme")


class Direction(BilingualName):
    """What somebody is grown into, e.g. a comprehensive anchor."""

    slug = models.SlugField(max_length=40, unique=True)
    aliases = models.JSONField(_("names in rosters"), default=list, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("direction")


@tracked()
class Batch(BilingualName):
    """One intake of a programme in a region. Ages are counted on `closes_on`."""

    slug = models.SlugField(max_length=60, unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT)
    region = models.ForeignKey(Region, on_delete=models.PROTECT)
    opens_on = models.DateField(_("opens"))
    closes_on = models.DateField(_("closes"))
    campuses = models.ManyToManyField(Campus, related_name="batches")
    directions = models.ManyToManyField(Direction, related_name="batches")

    class Meta:
        ordering = ["-opens_on"]
        verbose_name = _("batch")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_on__gte=models.F("opens_on")),
                name="batch_closes_after_opening",
            )
        ]


@tracked(
    pghistory.InsertEvent(label="known"),
    pghistory.UpdateEvent(label="named", condition=pghistory.AnyChange("name")),
    pghistory.UpdateEvent(label="id", condition=pghistory.AnyChange("id_hash")),
    fields=["id"],
)
class Person(models.Model):
    """A human being's identity. History says that it changed and who did it, not what.

    `id_number` is encrypted; `id_hash` finds it; `name_key` sorts and finds by pinyin.
    """

    name = models.CharField(_("name"), max_length=60)
    name_key = models.CharField(max_length=200)
    id_number = EncryptedTextField(_("ID number"))
    id_hash = models.CharField(max_length=64, unique=True)
    id_masked = models.CharField(max_length=18)
    birth_date = models.DateField(_("date of birth"))
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("person")
        indexes = [
            models.Index(
                fields=["name"],
                opclasses=["varchar_pattern_ops"],
                name="person_by_name",
            ),
            models.Index(
                fields=["name_key"],
                opclasses=["varchar_pattern_ops"],
                name="person_by_pinyin",
            ),
        ]

    def __str__(self) -> str:
        return self.name


CONTACT = ["phone", "guardian_name", "guardian_phone"]


@held_by_database
@tracked(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(
        condition=pghistory.AnyChange(
            "stage", "left_reason", "direction", "student_number"
        )
    ),
    pghistory.UpdateEvent(label="contact", condition=pghistory.AnyChange(*CONTACT)),
    exclude=[*CONTACT, "state", "state_since", "updated_at"],
)
class Candidate(FSMModelMixin, models.Model):
    """A person in one batch at one campus: carries the pipeline and the contact data.

    `state` repeats the state of the current stage's record; triggers keep it.
    """

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="candidates"
    )
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT)
    campus = models.ForeignKey(Campus, on_delete=models.PROTECT)
    direction = models.ForeignKey(Direction, on_delete=models.PROTECT)
    phone = models.CharField(_("phone"), max_length=20)
    guardian_name = models.CharField(_("guardian"), max_length=60, blank=True)
    guardian_phone = models.CharField(_("guardian's phone"), max_length=20, blank=True)
    department = models.CharField(_("department"), max_length=80, blank=True)
    major = models.CharField(_("major"), max_length=80, blank=True)
    class_name = models.CharField(_("class"), max_length=80, blank=True)
    student_number = models.CharField(_("student number"), max_length=40, blank=True)
    stage = FSMField(
        _("stage"),
        max_length=12,
        default=Stage.REGISTERED,
        choices=Stage,
        protected=True,
    )
    stage_since = models.DateTimeField(default=timezone.now)
    state = models.CharField(_("state"), max_length=20, blank=True, default="")
    state_since = models.DateTimeField(default=timezone.now)
    left_from = models.CharField(max_length=12, blank=True, default="")
    left_reason = models.CharField(
        _("reason for leaving"),
        max_length=20,
        blank=True,
        default="",
        choices=LeaveReason,
    )
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("candidate")
        constraints = [
            one_of("stage", Stage, "candidate_stage_known"),
            models.UniqueConstraint(
                fields=["person", "batch"], name="candidate_once_per_batch"
            ),
            models.CheckConstraint(
                condition=models.Q(stage="left") ^ models.Q(left_reason=""),
                name="candidate_left_has_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["campus", "-id"], name="candidate_by_campus"),
            models.Index(fields=["stage", "state", "-id"], name="candidate_by_state"),
            models.Index(fields=["batch", "-id"], name="candidate_by_batch"),
            models.Index(fields=["student_number"], name="candidate_by_student_no"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.batch}"

    @transition(field=stage, source=Stage.REGISTERED, target=Stage.SCREENING)
    def enter_screening(self) -> None:
        """Called to screening."""

    @transition(field=stage, source=Stage.SCREENING, target=Stage.INCUBATION)
    def enter_incubation(self) -> None:
        """Passed, and released."""

    @transition(field=stage, source=Stage.INCUBATION, target=Stage.TRAINING)
    def enter_training(self) -> None:
        """The internship is active."""

    @transition(field=stage, source=Stage.TRAINING, target=Stage.SIGNING)
    def enter_signing(self) -> None:
        """Qualified, and released."""

    @transition(field=stage, source=Stage.SIGNING, target=Stage.MANAGEMENT)
    def enter_management(self) -> None:
        """The contract is in force."""

    @transition(
        field=stage,
        source=[stage for stage in Stage if stage != Stage.LEFT],
        target=Stage.LEFT,
    )
    def leave(self, reason: LeaveReason) -> None:
        """Out of the pipeline; a later batch is open to them."""
        self.left_from, self.left_reason = self.stage, reason

    @transition(field=stage, source=Stage.LEFT, target=Stage.SCREENING)
    def return_to_screening(self) -> None:
        """An appeal against the screening's rejection was heard."""
        self.left_from = self.left_reason = ""

    @transition(field=stage, source=Stage.LEFT, target=Stage.TRAINING)
    def return_to_training(self) -> None:
        """An appeal against elimination was heard."""
        self.left_from = self.left_reason = ""


class StageRecord(FSMModelMixin, models.Model):
    """What a stage keeps about a candidate; each room's record adds `state`."""

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT)
    state_since = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.candidate} · {self.state}"  # type: ignore[attr-defined]


ECHO = """
    UPDATE candidates_candidate
       SET state = NEW.state, state_since = NEW.state_since, updated_at = NOW()
     WHERE id = NEW.candidate_id AND stage = '{stage}';
    RETURN NULL;
"""


def stage_record(stage: Stage) -> Callable[[M], M]:
    """Class decorator of a room's record: history, guarded states, and their echo.

    The echo is a trigger that copies `state` to the candidate while `stage` is theirs,
    so lists filter one table and no action can forget it.
    """
    echo = pgtrigger.Trigger(
        name="state_echo",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("state"),
        func=ECHO.format(stage=stage.value),
    )

    def decorate(model: M) -> M:
        pgtrigger.register(echo)(model)
        return held_by_database(tracked()(model))

    return decorate


class RosterImport(models.Model):
    """A roster sent by a college.

    `content` is the file, encrypted, and `findings` what was found row by row; both are
    forgotten after a day. `error` is a code with facts if the file couldn't be read.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT)
    campus = models.ForeignKey(Campus, on_delete=models.PROTECT)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    file_name = models.CharField(max_length=200)
    content = models.BinaryField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("roster import")

    def __str__(self) -> str:
        return self.file_name
