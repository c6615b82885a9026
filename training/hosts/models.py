"""When a candidate can come and how, and what must be on file before going on air."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from candidates.incubation.rules import PASS_MARK
from candidates.register.models import CAMPUS, Candidate, DirectionCategory
from spark.audit.guards import after_statements, one_of, tracked, when_updated
from spark.campuses.models import Base, Campus
from spark.changes.announcing import announced, announced_whole
from spark.errors import BY_DATABASE
from spark.plausible import LONG_AGO, ON_THE_WAY, SCORE, held, within
from spark.text import columns
from training.studio.models.around import Weekday, ends_later

BY_DATABASE["permit_once"] = "permit-there"

# When the weeks changed whose times were written.
KEEP = """
    INSERT INTO training_week (candidate_id, updated_at)
    SELECT candidate_id, CLOCK_TIMESTAMP() FROM parts
    GROUP BY candidate_id ORDER BY candidate_id
    ON CONFLICT (candidate_id) DO UPDATE SET updated_at = EXCLUDED.updated_at;
    RETURN NULL;
"""


class WeeklyKind(models.TextChoices):
    FREE = "free", pgettext_lazy("time", "Free for trials")
    LESSON = "lesson", pgettext_lazy("time", "Spark lesson")


@pgtrigger.register(*after_statements("kept", KEEP))
@announced_whole("weeks", "changed.candidate_id", CAMPUS)
@tracked(deletion=True)
class WeeklyTime(models.Model):
    """A candidate's week: free times for trials, and lessons, which count as work.

    Who has no free time entered counts as free all day, outside the lessons.
    """

    candidate = models.ForeignKey(
        Candidate,
        on_delete=models.CASCADE,
        related_name="weekly_times",
        verbose_name=_("candidate"),
    )
    kind = models.CharField(
        _("kind"), max_length=6, choices=WeeklyKind, default=WeeklyKind.FREE
    )
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday)
    starts_at = models.TimeField(_("from"))
    ends_at = models.TimeField(_("until"))

    class Meta:
        ordering = ["candidate", "weekday", "starts_at"]
        verbose_name = _("time of the week")
        verbose_name_plural = _("times of the week")
        constraints = [
            one_of("kind", WeeklyKind, "weekly_time_kind_known"),
            ends_later("weekly_time_ends_later"),
            models.UniqueConstraint(
                fields=["candidate", "kind", "weekday", "starts_at"],
                name="weekly_time_once",
            ),
        ]


class Week(models.Model):
    """When a candidate's week last changed: a trigger of its times says.

    Whose week nobody ever entered has none.
    """

    candidate = models.OneToOneField(
        Candidate, on_delete=models.CASCADE, primary_key=True, related_name="week"
    )
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["updated_at", "candidate"], name="week_by_change")
        ]

    def __str__(self) -> str:
        return f"{self.candidate_id} {self.updated_at}"


class PermitKind(models.TextChoices):
    COMPLIANCE = "compliance", pgettext_lazy("permit", "Compliance test")
    LICENCE = "licence", pgettext_lazy("permit", "Practice licence")
    FILING = "filing", pgettext_lazy("permit", "Filing for nights and holidays")


@pgtrigger.register(when_updated())
@announced("permits", CAMPUS)
@tracked(deletion=True, exclude=["updated_at"])
class Permit(models.Model):
    """What lets a candidate on air: a test passed, a licence, a filing.

    A compliance test has a score out of 100; a licence is for a category; a filing is
    the supervising authority's number that lifts the ban on nights and holidays.
    `valid_until` empty: for good.
    """

    candidate = models.ForeignKey(
        Candidate,
        on_delete=models.CASCADE,
        related_name="permits",
        verbose_name=_("candidate"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=PermitKind)
    category = models.ForeignKey(
        DirectionCategory,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("category"),
        help_text=_("Of a licence."),
    )
    score = models.PositiveSmallIntegerField(
        _("score"),
        null=True,
        blank=True,
        validators=within(SCORE),
        help_text=_("Of a test, out of 100; passed from 80."),
    )
    reference = columns.Line(
        _("number"), max_length=60, blank=True, help_text=_("Of a licence or filing.")
    )
    valid_from = models.DateField(_("valid from"), validators=within(LONG_AGO))
    valid_until = models.DateField(
        _("valid until"), null=True, blank=True, validators=within(LONG_AGO)
    )
    updated_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["candidate", "kind", "-valid_from"]
        verbose_name = _("permit")
        verbose_name_plural = _("permits")
        constraints = [
            one_of("kind", PermitKind, "permit_kind_known"),
            models.CheckConstraint(
                condition=models.Q(valid_until=None)
                | models.Q(valid_until__gte=models.F("valid_from")),
                name="permit_ends_after_start",
                violation_error_message=_("It ends on or after its first day."),
            ),
            models.CheckConstraint(
                condition=models.Q(kind="compliance", score__lte=100, category=None)
                | models.Q(kind="licence", category__isnull=False, score=None)
                | models.Q(kind="filing", category=None, score=None),
                name="permit_has_what_its_kind_needs",
                violation_error_message=_(
                    "A test has a score, a licence a category, and each only its own."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(kind="compliance") | ~models.Q(reference=""),
                name="permit_has_number",
                violation_error_message=_("A licence or filing has a number."),
            ),
            models.UniqueConstraint(
                fields=["candidate", "kind", "category", "valid_from"],
                nulls_distinct=False,
                name="permit_once",
            ),
            held(
                "permit_in_bounds",
                score=SCORE,
                valid_from=LONG_AGO,
                valid_until=LONG_AGO,
            ),
        ]
        indexes = [models.Index(fields=["updated_at", "id"], name="permit_by_change")]

    @property
    def holds(self) -> bool:
        """A test below the pass mark is on file, but lets nobody on air."""
        return self.kind != PermitKind.COMPLIANCE or (self.score or 0) >= PASS_MARK


@tracked(deletion=True)
class Travel(models.Model):
    """From a campus to a base: how long it takes, and on which weekdays one can go.

    A campus with no row for a base can't send anybody there; one with no row at all
    can reach the bases of its own region, any day, in no time.
    """

    campus = models.ForeignKey(
        Campus,
        on_delete=models.CASCADE,
        related_name="travels",
        verbose_name=_("campus"),
    )
    base = models.ForeignKey(
        Base, on_delete=models.CASCADE, related_name="travels", verbose_name=_("base")
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes one way"), validators=within(ON_THE_WAY)
    )
    weekdays = ArrayField(
        models.PositiveSmallIntegerField(choices=Weekday),
        verbose_name=_("weekdays"),
        default=list,
    )

    class Meta:
        ordering = ["campus", "base"]
        verbose_name = _("way to a base")
        verbose_name_plural = _("ways to the bases")
        constraints = [
            models.UniqueConstraint(fields=["campus", "base"], name="travel_once"),
            models.CheckConstraint(
                condition=models.Q(weekdays__contained_by=list(range(7))),
                name="travel_weekdays_known",
            ),
            held("travel_in_bounds", minutes=ON_THE_WAY),
        ]

    def __str__(self) -> str:
        return f"{self.campus} → {self.base}"
