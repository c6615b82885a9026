"""Persons, and the candidates they are in a batch."""

from datetime import date
from typing import Any

import pghistory
import pgtrigger
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models.functions import Now, Replace, Reverse
from django.utils import timezone  # noqa: TID251 -- a default in migrations
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from candidates.register.models.leaving import LeaveReason
from candidates.register.models.programmes import Batch, Direction
from candidates.register.stages import Stage, SystemReason
from spark.audit.guards import held_by_database, one_of, tracked, when_updated
from spark.campuses.models import Campus
from spark.changes.announcing import announced
from spark.crypto import EncryptedTextField
from spark.errors import BY_DATABASE
from spark.text import columns

# Of `lin ke xin`: `linkexin`, `lkx`.
SOLID = Replace("name_key", models.Value(" "), models.Value(""))
INITIALS = models.Func(
    "name_key",
    models.Value(r"(\S)\S*\s*"),
    models.Value(r"\1"),
    models.Value("g"),
    function="regexp_replace",
    output_field=models.TextField(),
)
NO_DATE = date(1900, 1, 1)  # where a date of birth was erased
BY_DATABASE["candidates_person_id_hash_key"] = "id-number-taken"
BY_DATABASE["candidate_once_per_batch"] = "persons-in-one-batch"

UPDATED = when_updated()
BORN = pghistory.AnyChange("id_hash", "birth_date")
TOUCH_CANDIDATES = pgtrigger.Trigger(
    name="name_echo",
    when=pgtrigger.After,
    operation=pgtrigger.UpdateOf("name", "id_hash"),
    func="UPDATE candidates_candidate SET updated_at = CLOCK_TIMESTAMP()"
    " WHERE person_id = NEW.id; RETURN NULL;",
)


@pgtrigger.register(TOUCH_CANDIDATES)
@tracked(
    pghistory.InsertEvent(label="known"),
    pghistory.UpdateEvent(label="named", condition=pghistory.AnyChange("name")),
    pghistory.UpdateEvent(label="id", condition=BORN),
    pghistory.UpdateEvent(label="merged", condition=pghistory.AnyChange("merged_into")),
    fields=["id"],
)
class Person(models.Model):
    """A human being's identity. History says that it changed and who did it, not what.

    `id_number` is encrypted; `id_hash` finds it; `name_key` sorts and finds by pinyin.
    After a merge the row stays, emptied, and `merged_into` is the other person.
    """

    name = columns.Name(_("name"), max_length=60)
    name_key = models.CharField(max_length=200)
    id_number = EncryptedTextField(_("ID number"))
    id_hash = models.CharField(max_length=64, unique=True)
    id_masked = models.CharField(max_length=18)
    birth_date = models.DateField(_("date of birth"))
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("person")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(merged_into=None)
                | models.Q(
                    name="",
                    id_number="",
                    id_hash__startswith="merged:",
                    birth_date=NO_DATE,
                ),
                name="person_merged_is_empty",
            ),
        ]
        indexes = [
            models.Index(
                fields=["name"],
                opclasses=["varchar_pattern_ops"],
                name="person_by_name",
            ),
            models.Index(
                OpClass(SOLID, "text_pattern_ops"), name="person_by_pinyin_solid"
            ),
            models.Index(
                OpClass(INITIALS, "text_pattern_ops"), name="person_by_initials"
            ),
            models.Index(fields=["name_key"], name="person_in_order"),
        ]

    def __str__(self) -> str:
        return self.name

    def become(self, other: "Person") -> None:
        """Empty the row, merged into `other`; the ID number is free again."""
        self.name = self.name_key = self.id_number = self.id_masked = ""
        self.id_hash, self.birth_date = f"merged:{self.pk}", NO_DATE
        self.merged_into = other


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
