"""One table of duties; actions open and close them in their own transaction."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone  # noqa: TID251 -- a default in migrations
from django.utils.translation import gettext_lazy as _

from spark import clock
from spark.audit.guards import when_updated
from spark.campuses.models import AtPlace, Base, MatrixTeam, at
from spark.campuses.models.places import in_chinese

NEITHER = {"base": None, "team": None}


@pgtrigger.register(when_updated())
class Duty(AtPlace):
    """`code` names the words in `templates/duties/words/<code>.txt`.

    `subject` is `<model>:<id>`, the record the duty is about, which stands at the
    places. Who holds `role` there has the duty, or `person` alone while they do. A
    mentor's is at a base, a manager's at a team or, before there is one, at none;
    `campus` is the candidate's college, whoever has it. A candidate it is about is
    `candidate_key`, whose name is asked when it is shown; `about` names other things,
    in English `about_en` if that differs.
    """

    code = models.SlugField(max_length=60)
    subject = models.CharField(max_length=60)
    about = models.CharField(_("about"), max_length=80, blank=True, default="")
    about_en = models.CharField(max_length=120, blank=True, default="", db_default="")
    candidate_key = models.BigIntegerField(null=True, blank=True)
    base = at(Base, db_index=False)  # by the indexes below
    team = at(MatrixTeam, db_index=False)
    role = models.CharField(max_length=20)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="duties",
    )
    due_at = models.DateTimeField()
    url = models.CharField(max_length=200)
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "subject"],
                condition=models.Q(closed_at=None),
                name="duty_open_once",
            ),
            models.CheckConstraint(
                condition=models.Q(role="coordinator", campus__isnull=False, **NEITHER)
                | models.Q(role="mentor", base__isnull=False, team=None)
                | models.Q(role="team", base=None)
                | ~models.Q(role__in=["coordinator", "mentor", "team"])
                & models.Q(**NEITHER),
                name="duty_has_place",
            ),
        ]
        indexes = [
            models.Index(
                fields=["role", "due_at", "id"],
                condition=models.Q(closed_at=None),
                name="duty_open_of_role",
            ),
            models.Index(
                fields=["campus", "role", "due_at", "id"],
                condition=models.Q(closed_at=None),
                name="duty_open_of_campus",
            ),
            models.Index(
                fields=["base", "due_at", "id"],
                condition=models.Q(closed_at=None, base__isnull=False),
                name="duty_open_at_base",
            ),
            models.Index(
                fields=["team", "due_at", "id"],
                condition=models.Q(closed_at=None, team__isnull=False),
                name="duty_open_at_team",
            ),
            models.Index(
                fields=["subject"],
                condition=models.Q(closed_at=None),
                name="duty_open_by_subject",
            ),
            models.Index(
                fields=["candidate_key", "due_at"],
                condition=models.Q(closed_at=None),
                name="duty_open_about",
            ),
            models.Index(
                fields=["campus", "role", "updated_at", "id"], name="duty_by_change"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.subject}"

    @property
    def called(self) -> str:
        """What it is about, in the active language."""
        return self.about if in_chinese() else self.about_en or self.about

    @property
    def overdue(self) -> bool:
        return self.due_at < clock.now()
