"""Scorecards: what reviewers mark, and in which words a mark is anchored."""

from typing import Any

import pghistory
import pgtrigger
from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from candidates.register.models import Direction, Programme
from candidates.screening.stages import Use
from spark.audit.guards import one_of, tracked
from spark.campuses.models import BilingualName
from spark.plausible import ORDER, WEIGHT, held, within
from spark.text import columns

ANCHORED = {1: "one", 3: "three", 5: "five"}  # marks with words, and their fields
UNCHANGED = pgtrigger.Protect(
    name="append_only", operation=pgtrigger.Update | pgtrigger.Delete
)


@pgtrigger.register(UNCHANGED)
@tracked(pghistory.InsertEvent(label="published"))
class Scorecard(models.Model):
    """A version: never changed, never deleted, so that old marks can be explained.

    The newest of a use, programme and direction is in use; without a direction, for
    those that have none of their own; without a programme, for all programmes.
    """

    programme = models.ForeignKey(
        Programme,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("programme"),
    )
    direction = models.ForeignKey(
        Direction,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("direction"),
    )
    use = models.CharField(
        _("use"),
        max_length=20,
        choices=Use,
        default=Use.SCREENING,
        db_default=Use.SCREENING,
    )
    version = models.PositiveSmallIntegerField(_("version"))
    published_at = models.DateTimeField(_("published"))

    class Meta:
        ordering = ["use", "programme", "direction", "-version"]
        verbose_name = _("scorecard")
        verbose_name_plural = _("scorecards")
        constraints = [
            models.UniqueConstraint(
                fields=["use", "programme", "direction", "version"],
                nulls_distinct=False,
                name="scorecard_version_once",
            ),
            one_of("use", Use, "scorecard_use_known"),
        ]

    def __str__(self) -> str:
        use = self.get_use_display() if self.use == Use.TRIALS else None
        scope = [use, self.programme or _("All programmes"), self.direction]
        return " · ".join(str(part) for part in (*scope, f"v{self.version}") if part)


WITH_ITS_CARD = pgtrigger.Trigger(
    name="with_its_card",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    func="IF EXISTS (SELECT 1 FROM candidates_review WHERE card_id = NEW.card_id)"
    " THEN RAISE EXCEPTION 'pgtrigger: a card in use gets no criterion'; END IF;"
    " RETURN NEW;",
)


def _anchor(label: Any) -> columns.Prose:
    return columns.Prose(label, max_length=200)


@pgtrigger.register(UNCHANGED, WITH_ITS_CARD)
@tracked(pghistory.InsertEvent(label="published"))
class Criterion(BilingualName):
    """What is marked from 1 to 5, with words for 1, 3 and 5.

    Whoever is marked 1 in a `knock_out` fails, whatever the other marks. What is not
    `skippable` has to be marked: there is no "not assessed".
    """

    card = models.ForeignKey(
        Scorecard, on_delete=models.PROTECT, related_name="criteria"
    )
    code = models.SlugField(_("short name"), max_length=30)
    weight = models.PositiveSmallIntegerField(_("weight"), validators=within(WEIGHT))
    knock_out = models.BooleanField(_("a 1 fails the whole"), default=False)
    skippable = models.BooleanField(
        _("may be not assessed"), default=True, db_default=True
    )
    order = models.PositiveSmallIntegerField(
        pgettext_lazy("criterion", "order"), validators=within(ORDER)
    )
    one_zh = _anchor(_("words for 1, Chinese"))
    one_en = _anchor(_("words for 1, English"))
    three_zh = _anchor(_("words for 3, Chinese"))
    three_en = _anchor(_("words for 3, English"))
    five_zh = _anchor(_("words for 5, Chinese"))
    five_en = _anchor(_("words for 5, English"))

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        constraints = [
            models.UniqueConstraint(
                fields=["card", "code"], name="criterion_once_on_card"
            ),
            models.CheckConstraint(
                condition=models.Q(weight__range=(1, 100)), name="criterion_weighs"
            ),
            held("criterion_in_bounds", weight=WEIGHT, order=ORDER),
        ]

    @property
    def anchors(self) -> dict[int, str]:
        """The words for 1, 3 and 5, in the language that is being read."""
        language = "en" if get_language() == "en" else "zh"
        return {mark: getattr(self, f"{n}_{language}") for mark, n in ANCHORED.items()}
