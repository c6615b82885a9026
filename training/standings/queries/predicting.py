"""What was known of people beside how they sold."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Avg
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from candidates.register.models import Batch
from candidates.screening.models import Criterion, Mark
from training.hosts.models import Permit, PermitKind
from training.judging import queries as judging
from training.standings.models import Place, Standing
from training.trials.models import Round


class Source(models.TextChoices):
    """Where something is known from. Judges' cards count in the standings too."""

    SCREENING = "screening", _("Screening")
    COURSE = "course", pgettext_lazy("source", "Course")
    JUDGES = "judges", pgettext_lazy("source", "Judges")


@dataclass(frozen=True)
class Known:
    """A criterion or a test, and by candidate what it says, of all it was asked of."""

    source: Source
    name: Any
    values: dict[int, float]


def known_of(round_: Round, standing: Standing) -> list[Known]:
    """All that can be held against a standing, in the order in which it was known."""
    counted = Place.objects.filter(standing=standing).values_list("counted", flat=True)
    trials = {row["trial"] for rows in counted for row in rows}
    return [*marks_in(round_.campaign.batch), *tests_until(round_), *judged_in(trials)]


def marks_in(batch: Batch) -> list[Known]:
    """Each screening criterion with what locked reviews give everybody in the batch.

    Criteria of several cards that have one short name are one.
    """
    rows = (
        Mark.objects.filter(
            review__candidate__batch=batch,
            review__locked_at__isnull=False,
            value__gte=1,
        )
        .values_list("criterion__code", "review__candidate")
        .annotate(mean=Avg("value"))
        .order_by("criterion__code", "review__candidate")
    )
    marks: dict[str, dict[int, float]] = defaultdict(dict)
    for code, candidate, mean in rows:
        marks[code][candidate] = float(mean)
    named = Criterion.objects.filter(code__in=marks).order_by("card__version", "order")
    newest = {criterion.code: criterion for criterion in named}
    found = [Known(Source.SCREENING, newest[code], own) for code, own in marks.items()]
    return sorted(found, key=lambda known: (known.name.order, known.name.pk))


def tests_until(round_: Round) -> list[Known]:
    """The course's one result with a number: the first compliance test passed."""
    rows = Permit.objects.filter(
        kind=PermitKind.COMPLIANCE,
        score__isnull=False,
        valid_from__lte=round_.starts_on,
        candidate__batch=round_.campaign.batch_id,
    )
    newest_first = rows.order_by("-valid_from", "-pk").values_list("candidate", "score")
    scores = {candidate: float(score or 0) for candidate, score in newest_first}
    return [Known(Source.COURSE, PermitKind.COMPLIANCE.label, scores)] if scores else []


def judged_in(trials: Collection[int]) -> list[Known]:
    """Each criterion of judges' own cards, once all of a trial are in."""
    values: dict[str, dict[int, float]] = defaultdict(dict)
    named: dict[str, Criterion] = {}
    for candidate, means in judging.means_in(trials).items():
        for one in means:
            values[one.criterion.code][candidate] = one.mean
            named[one.criterion.code] = one.criterion
    found = [Known(Source.JUDGES, named[code], own) for code, own in values.items()]
    return sorted(found, key=lambda known: (known.name.order, known.name.pk))


def scores_in(standing: Standing) -> dict[int, float]:
    """By candidate, of those who are ranked."""
    rows = Place.objects.filter(standing=standing).values_list("candidate", "score")
    return {key: score for key, score in rows if score is not None}
