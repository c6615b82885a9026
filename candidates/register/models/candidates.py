"""Persons in a batch: the candidates, who carry the pipeline."""

from typing import Any

import pghistory
import pgtrigger
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models.functions import Now, Reverse
from django.utils import timezone  # noqa: TID251 -- a default in migrations
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from candidates.register.models.leaving import LeaveReason
from candidates.register.models.people import Person
from candidates.register.models.programmes import Batch, Direction
from candidates.register.stages import Stage, SystemReason
from spark.audit.guards import held_by_database, one_of, tracked, when_updated
from spark.campuses.models import Campus
from spark.changes.announcing import announced
from spark.errors import BY_DATABASE
from spark.text import columns

BY_DATABASE["candidate_once_per_batch"] = "persons-in-one-batch"
UPDATED = when_updated()
CONTACT = ["phone", "guardian_name", "guardian_phone", "email"]
CLASS = ["department", "major", "class_name", "student_number"]


def import_was_undone(candidate: Any) -> bool:
    """Left only because the roster that named them was taken back."""
    return candidate.left_reason_id == SystemReason.IMPORT_UNDONE


@pgtrigger.register(
    pgtrigger.Trigger(
        name="registered_again",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("stage"),
        condition=pgtrigger.Q(old__stage=Stage.LEFT, new__stage=Stage.REGISTERED)
        & ~pgtrigger.Q(old__left_reason=SystemReason.IMPORT_UNDONE.value),
        func="RAISE EXCEPTION 'pgtrigger: Invalid transition on table %',"
        " TG_TABLE_NAME;",
    )
)
@pgtrigger.register(UPDATED)
@announced("candidates")
@held_by_database
@tracked(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(
        condition=pghistory.AnyChange(
            "stage", "left_reason", "direction", "person", *CLASS
        )
    ),
    pghistory.UpdateEvent(label="contact", condition=pghistory.AnyChange(*CONTACT)),
    exclude=[*CONTACT, "state", "state_since", "team", "updated_at"],
)
class Candidate(FSMModelMixin, models.Model):
    """A person in one batch at one campus: carries the pipeline and the contact data.

    `state` repeats the state of the current stage's record, `team` the team of the
    membership; triggers keep them, and `updated_at` for every change of the row or of
    the person's name and number.
    """

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="candidates"
    )
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT)
    campus = models.ForeignKey(Campus, on_delete=models.PROTECT)
    direction = models.ForeignKey(Direction, on_delete=models.PROTECT)
    phone = columns.Line(_("phone"), max_length=20)
    guardian_name = columns.Name(_("guardian"), max_length=60, blank=True)
    guardian_phone = columns.Line(_("guardian's phone"), max_length=20, blank=True)
    email = columns.Email(_("e-mail"), blank=True, db_default="", default="")
    department = columns.Line(_("department"), max_length=80, blank=True)
    major = columns.Line(_("major"), max_length=80, blank=True)
    class_name = columns.Line(_("class"), max_length=80, blank=True)
    student_number = columns.Line(_("student number"), max_length=40, blank=True)
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
    team = models.ForeignKey(
        "campuses.MatrixTeam",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    left_from = models.CharField(max_length=12, blank=True, default="")
    left_reason = models.ForeignKey(
        LeaveReason,
        null=True,
        blank=True,
        to_field="slug",
        db_column="left_reason",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("reason for leaving"),
    )
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("candidate")
        constraints = [
            one_of("stage", Stage, "candidate_stage_known"),
            models.UniqueConstraint(
                fields=["person", "batch"], name="candidate_once_per_batch"
            ),
            models.CheckConstraint(
                condition=models.Q(stage="left") ^ models.Q(left_reason=None),
                name="candidate_left_has_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["campus", "-id"], name="candidate_by_campus"),
            models.Index(fields=["stage", "state", "-id"], name="candidate_by_state"),
            models.Index(fields=["batch", "-id"], name="candidate_by_batch"),
            models.Index(fields=["stage", "-id"], name="candidate_by_stage"),
            models.Index(
                fields=["stage", "state", "state_since", "id"],
                name="candidate_by_wait",
            ),
            models.Index(
                fields=["campus", "stage", "state", "state_since", "id"],
                name="candidate_by_campus_wait",
            ),
            models.Index(
                fields=["campus", "stage", "-id"], name="candidate_by_campus_stage"
            ),
            models.Index(
                fields=["campus", "stage", "stage_since", "id"],
                name="candidate_by_campus_since",
            ),
            models.Index(fields=["student_number", "id"], name="candidate_by_number"),
            models.Index(
                fields=["campus", "student_number", "id"], name="candidate_campus_no"
            ),
            models.Index(
                fields=["class_name"],
                opclasses=["varchar_pattern_ops"],
                name="candidate_by_class",
            ),
            models.Index(fields=["updated_at", "id"], name="candidate_by_change"),
            models.Index(
                fields=["campus", "updated_at", "id"],
                name="candidate_campus_change",
            ),
            models.Index(fields=["stage_since", "id"], name="candidate_by_since"),
            models.Index(
                OpClass(Reverse("phone"), "text_pattern_ops"),
                name="candidate_by_phone_tail",
            ),
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
    def leave(self, reason: str) -> None:
        """Out of the pipeline, for the reason of this slug; may try a later batch."""
        self.left_from, self.left_reason_id = self.stage, reason

    @transition(
        field=stage,
        source=Stage.LEFT,
        target=Stage.REGISTERED,
        conditions=[import_was_undone],
    )
    def return_to_registered(self) -> None:
        """A later roster names them again."""
        self.left_from, self.left_reason = "", None

    @transition(field=stage, source=Stage.LEFT, target=Stage.SCREENING)
    def return_to_screening(self) -> None:
        """An appeal against the screening's rejection was heard."""
        self.left_from, self.left_reason = "", None

    @transition(field=stage, source=Stage.LEFT, target=Stage.TRAINING)
    def return_to_training(self) -> None:
        """An appeal against elimination was heard."""
        self.left_from, self.left_reason = "", None
