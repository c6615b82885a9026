"""Pages on which students apply, what is asked there, and their applications."""

import pghistory
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone  # noqa: TID251 -- a default in migrations
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from candidates.applying.stages import NAMED, WRITABLE, State
from candidates.clips.models import Clip
from candidates.register.models import Batch, Candidate, Direction
from spark.audit.guards import held_by_database, one_of, tracked
from spark.campuses.models import Campus
from spark.changes.announcing import announced
from spark.crypto import EncryptedJSONField, EncryptedTextField
from spark.errors import BY_DATABASE
from spark.plausible import DAYS, ORDER, PEOPLE, held, within
from spark.text import columns

BY_DATABASE["call_once"] = "call-there"
BY_DATABASE["call_closes_after_opening"] = "batch-dates"


@tracked(deletion=True)
class Call(models.Model):
    """The page on which a college's students apply for a batch.

    Between `opens_on` and `closes_on`, both included; who applies once `limit` are in
    goes on the waiting list. Its address has nothing but `slug`, which is drawn by lot.
    """

    batch = models.ForeignKey(
        Batch, on_delete=models.PROTECT, related_name="calls", verbose_name=_("batch")
    )
    campus = models.ForeignKey(
        Campus, on_delete=models.PROTECT, related_name="+", verbose_name=_("campus")
    )
    slug = models.CharField(max_length=12, unique=True)
    opens_on = models.DateField(_("opens"), validators=within(DAYS))
    closes_on = models.DateField(_("closes"), validators=within(DAYS))
    limit = models.PositiveIntegerField(
        _("limit"),
        null=True,
        blank=True,
        help_text=_("Whoever applies after so many is on the waiting list."),
        validators=within(PEOPLE),
    )
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("application page")
        verbose_name_plural = _("application pages")
        constraints = [
            models.UniqueConstraint(fields=["batch", "campus"], name="call_once"),
            models.CheckConstraint(
                condition=models.Q(closes_on__gte=models.F("opens_on")),
                name="call_closes_after_opening",
            ),
            held("call_in_bounds", opens_on=DAYS, closes_on=DAYS, limit=PEOPLE),
        ]

    def __str__(self) -> str:
        return f"{self.campus} · {self.batch}"


class QuestionKind(models.TextChoices):
    TEXT = "text", pgettext_lazy("question", "Text")
    CHOICE = "choice", pgettext_lazy("question", "Choice")
    NUMBER = "number", pgettext_lazy("question", "Number")
    LINK = "link", pgettext_lazy("question", "Link")


@tracked(deletion=True)
class Question(models.Model):
    """What the office asks of everybody who applies for a batch."""

    batch = models.ForeignKey(
        Batch,
        on_delete=models.CASCADE,
        related_name="questions",
        verbose_name=_("batch"),
    )
    kind = models.CharField(
        _("kind"), max_length=6, choices=QuestionKind, default=QuestionKind.TEXT
    )
    text_zh = columns.Title(_("question in Chinese"), max_length=120)
    text_en = columns.Title(_("question in English"), max_length=200)
    choices = models.JSONField(_("choices"), default=list, blank=True)
    required = models.BooleanField(_("must be answered"), default=True)
    order = models.PositiveSmallIntegerField(
        _("order"), default=0, validators=within(ORDER)
    )

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            one_of("kind", QuestionKind, "question_kind_known"),
            held("question_in_bounds", order=ORDER),
        ]

    def __str__(self) -> str:
        chinese = (get_language() or "zh").startswith("zh")
        return self.text_zh if chinese else self.text_en


CAMPUS = "SELECT campus_id FROM candidates_call WHERE id = changed.call_id"

# What is forgotten of who withdraws, or is kept no longer; none of it is in history.
PERSONAL = {
    "name": "",
    "name_key": "",
    "id_number": "",
    "id_hash": "",
    "id_masked": "",
    "birth_date": None,
    "phone": "",
    "guardian_name": "",
    "guardian_phone": "",
    "class_name": "",
    "student_number": "",
    "week": None,
    "clip": "",
    "upload": None,
    "answers": None,
}


@announced("applications", CAMPUS, once="NEW.state <> 'draft'")
@held_by_database
@tracked(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(
        condition=pghistory.AnyChange("state", "direction", "locked_at", "code_hash")
    ),
    fields=["call", "state", "direction", "waitlisted", "candidate", "locked_at"],
    model_name="ApplicationEvent",
)
class Application(FSMModelMixin, models.Model):
    """What a student writes, step by step, and sends to their college.

    `id_number` is encrypted as a person's is; `id_hash` finds whose it is. `reference`
    and a secret, kept as a hash, are the code that opens it; `start_key` makes a
    beginning that is sent twice one. `steps` are those gone through. `clip` is a link
    to a video, `upload` one that was sent here. `forgotten_at` is when what was written
    was deleted, because its time was over.
    """

    call = models.ForeignKey(
        Call, on_delete=models.PROTECT, related_name="applications"
    )
    state = FSMField(
        _("state"), max_length=10, choices=State, default=State.DRAFT, protected=True
    )
    state_since = models.DateTimeField(default=timezone.now)
    start_key = models.UUIDField(unique=True)
    reference = models.CharField(max_length=6, unique=True)
    code_hash = models.CharField(max_length=64)
    wrong = models.PositiveSmallIntegerField(default=0)
    locked_at = models.DateTimeField(null=True)
    steps = models.JSONField(default=list)
    name = columns.Name(_("name"), max_length=60, blank=True, default="")
    name_key = models.CharField(max_length=200, blank=True, default="")
    id_number = EncryptedTextField(_("ID number"), blank=True, default="")
    id_hash = models.CharField(max_length=64, blank=True, default="", db_index=True)
    id_masked = models.CharField(max_length=18, blank=True, default="")
    birth_date = models.DateField(_("date of birth"), null=True)
    phone = columns.Line(_("phone"), max_length=20, blank=True, default="")
    guardian_name = columns.Name(_("guardian"), max_length=60, blank=True, default="")
    guardian_phone = columns.Line(
        _("guardian's phone"), max_length=20, blank=True, default=""
    )
    class_name = columns.Line(_("class"), max_length=80, blank=True, default="")
    student_number = columns.Line(
        _("student number"), max_length=40, blank=True, default=""
    )
    direction = models.ForeignKey(
        Direction, null=True, on_delete=models.PROTECT, verbose_name=_("direction")
    )
    week = models.JSONField(null=True)
    clip = models.URLField(_("audition clip"), max_length=500, blank=True, default="")
    upload = models.ForeignKey(
        Clip, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    answers = EncryptedJSONField(null=True)
    notice_version = models.CharField(max_length=40, blank=True, default="")
    consented_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    waitlisted = models.BooleanField(_("on the waiting list"), default=False)
    asked_for = columns.Prose(_("asked for"), max_length=300, blank=True, default="")
    refused_for = columns.Prose(
        _("reason for refusing"), max_length=300, blank=True, default=""
    )
    candidate = models.ForeignKey(
        Candidate, null=True, on_delete=models.PROTECT, related_name="applications"
    )
    created_at = models.DateTimeField(db_default=Now())
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("application")
        constraints = [
            one_of("state", State, "application_state_known"),
            models.CheckConstraint(
                condition=~models.Q(state__in=sorted(NAMED))
                | models.Q(state=State.REFUSED, forgotten_at__isnull=False)
                | ~models.Q(id_hash="")
                & models.Q(direction__isnull=False, consented_at__isnull=False),
                name="application_sent_is_whole",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.CONFIRMED)
                | models.Q(candidate__isnull=False),
                name="application_confirmed_has_candidate",
            ),
        ]
        indexes = [
            models.Index(fields=["call", "state", "id"], name="application_by_state")
        ]

    def __str__(self) -> str:
        return self.name or self.reference

    @property
    def is_writable(self) -> bool:
        """May its applicant still change what is in it?"""
        return self.state in WRITABLE and not self.forgotten_at

    @transition(
        field=state, source=[State.DRAFT, State.ASKED_BACK], target=State.SUBMITTED
    )
    def submit(self) -> None:
        """Sent to the college, or sent again."""

    @transition(field=state, source=State.SUBMITTED, target=State.ASKED_BACK)
    def ask_back(self) -> None:
        """Something must be mended first."""

    @transition(field=state, source=State.SUBMITTED, target=State.CONFIRMED)
    def confirm(self) -> None:
        """The college has this student, who is a candidate now."""

    @transition(
        field=state, source=[State.SUBMITTED, State.ASKED_BACK], target=State.REFUSED
    )
    def refuse(self) -> None:
        """The college says why."""

    @transition(
        field=state,
        source=[State.DRAFT, State.SUBMITTED, State.ASKED_BACK],
        target=State.WITHDRAWN,
    )
    def withdraw(self) -> None:
        """Not wanted any more: what was written is forgotten."""
        for field, nothing in PERSONAL.items():
            setattr(self, field, nothing)
