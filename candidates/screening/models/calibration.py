"""Calibration: clips that the office marked, and what each reviewer makes of them."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from candidates.screening.models.cards import UNCHANGED, Criterion, Scorecard
from candidates.screening.models.marks import LOCKED_STAYS, NO_DELETE, AnyMark
from spark.audit.guards import tracked
from spark.plausible import MARK, within
from spark.text import columns

AT_LOCK = pghistory.UpdateEvent(condition=pghistory.AnyChange("locked_at"))


@pgtrigger.register(
    NO_DELETE,
    pgtrigger.Protect(
        name="said_once",
        operation=pgtrigger.Update,
        condition=pgtrigger.AnyChange("card", "name", "url"),
    ),
)
@tracked(pghistory.InsertEvent(), pghistory.UpdateEvent())
class Anchor(models.Model):
    """A clip that all reviewers of a card mark first; nobody's who is a candidate.

    It is in use until `retired_at`; what reviewers made of it stays.
    """

    card = models.ForeignKey(
        Scorecard, on_delete=models.PROTECT, related_name="anchors"
    )
    name = columns.Title(_("name of the clip"), max_length=80)
    url = models.URLField(_("link to the video"), max_length=500)
    published_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("anchor clip")

    def __str__(self) -> str:
        return self.name


@pgtrigger.register(UNCHANGED)
@tracked(pghistory.InsertEvent())
class AnchorMark(models.Model):
    """The office's mark in a criterion, 0 for not assessed, and why."""

    anchor = models.ForeignKey(Anchor, on_delete=models.PROTECT, related_name="marks")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    value = models.PositiveSmallIntegerField(_("mark"), validators=within(MARK))
    note = columns.Prose(_("reason"), max_length=300)

    class Meta:
        verbose_name = _("reference mark")
        constraints = [
            models.UniqueConstraint(
                fields=["anchor", "criterion"], name="anchor_mark_once"
            ),
            models.CheckConstraint(
                condition=models.Q(value__range=(0, 5)),
                name="anchor_mark_from_0_to_5",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.anchor_id} · {self.criterion_id}"


@pgtrigger.register(NO_DELETE, LOCKED_STAYS)
@tracked(AT_LOCK, fields=["anchor", "reviewer", "note", "locked_at"])
class Calibration(models.Model):
    """What a reviewer makes of an anchor; they see the reference once it is locked."""

    anchor = models.ForeignKey(
        Anchor, on_delete=models.PROTECT, related_name="calibrations"
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    note = columns.Prose(_("note"), max_length=500, blank=True, default="")
    locked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("calibration")
        constraints = [
            models.UniqueConstraint(
                fields=["reviewer", "anchor"], name="calibration_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reviewer_id} · {self.anchor_id}"


@pgtrigger.register(NO_DELETE, LOCKED_STAYS)
@tracked(AT_LOCK)
class CalibrationMark(AnyMark):
    """A reviewer's mark of an anchor; in history once it is locked."""

    calibration = models.ForeignKey(
        Calibration, on_delete=models.PROTECT, related_name="marks"
    )

    class Meta(AnyMark.Meta):
        verbose_name = _("mark of an anchor clip")
        constraints = [
            models.UniqueConstraint(
                fields=["calibration", "criterion"], name="calibration_mark_once"
            ),
            models.CheckConstraint(
                condition=models.Q(value=None) | models.Q(value__range=(0, 5)),
                name="calibration_mark_from_0_to_5",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.calibration_id} · {self.criterion_id}"
