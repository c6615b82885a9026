"""How far a batch's reviewers agree, in numbers that say what to do."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from candidates.register.models import Batch
from candidates.register.views.files import handed_out
from candidates.screening import queries, rules
from candidates.screening.agreement import (
    Habit,
    Reliability,
    habits,
    reliability,
    weighted_kappa,
)
from candidates.screening.models import Criterion
from candidates.screening.queries import Judged, Known
from candidates.screening.rules import NOT_ASSESSED, Given
from candidates.screening.sheets.agreement import agreement_sheet
from spark import clock, paging
from spark.accounts.models import Role
from spark.accounts.scope import Request, check_role

READINGS = {
    "poor": ("bad", pgettext_lazy("agreement", "Poor")),
    "moderate": ("warn", pgettext_lazy("agreement", "Moderate")),
    "good": ("ok", pgettext_lazy("agreement", "Good")),
    "excellent": ("ok", pgettext_lazy("agreement", "Excellent")),
}


@dataclass(frozen=True)
class OfCriterion:
    """On one criterion; `same` and `near` are per cent: alike, one apart at most."""

    criterion: Criterion
    pairs: int
    kappa: float | None
    same: int
    near: int


def agreement_in(batch: Batch, known: Sequence[Known]) -> dict[str, Any]:
    """The page's context: all of it, each criterion, each reviewer."""
    both = queries.pairs_in(batch)
    told = scores_of(both)
    found = reliability([[score for _who, score in pair] for pair in told])
    names = {one.user.pk: one.user.name for one in known}
    return {
        "agreement": found,
        "reading": _reading(found),
        "pairs": len(both),
        "of_criteria": _of_criteria(both),
        "habits": _named(habits(told), names),
    }


def batch_asked(request: Request, batches: Sequence[Batch]) -> Batch | None:
    """The one the address names, or the newest; none where nothing is locked.

    Raises:
        Refused: place-broken, rather than to show another than was asked for.
    """
    asked = request.GET.getlist("batch")
    found = [one for one in batches if not asked or [one.slug] == asked]
    if asked and not found:
        raise paging.broken(request, "batch")
    return found[0] if found else None


@require_GET
def agreement_file(request: Request) -> HttpResponse:
    """What the page shows of a batch, as a sheet."""
    check_role(request.user, Role.OFFICE)
    batch = batch_asked(request, queries.batches_reviewed())
    if batch is None:
        raise Http404
    found = agreement_in(batch, queries.reviewers(clock.today()))
    at = clock.local(clock.now())
    content = agreement_sheet(found, f"{batch} · {at:%Y-%m-%d %H:%M}")
    return handed_out(content, f"agreement-{batch.slug}-{at:%Y%m%d-%H%M}.xlsx")


def scores_of(both: Sequence[Sequence[Judged]]) -> list[list[tuple[int, float]]]:
    """Who gave each candidate which weighted score."""
    scores = [[(one.reviewer, _score(one)) for one in pair] for pair in both]
    return [
        [(who, float(score)) for who, score in pair if score is not None]
        for pair in scores
    ]


def _score(judged: Judged) -> Decimal | None:
    return rules.score(Given(*mark) for mark in judged.marked)


def _reading(found: Reliability | None) -> tuple[str, Any] | None:
    return READINGS[found.reading] if found else None


def _of_criteria(both: Sequence[Sequence[Judged]]) -> list[OfCriterion]:
    marks: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for first, second in both:
        others = {mark.criterion: mark.value for mark in second.marked}
        for mark in first.marked:
            pair = mark.value, others.get(mark.criterion, NOT_ASSESSED)
            if NOT_ASSESSED not in pair:
                marks[mark.criterion].append(pair)
    return [
        OfCriterion(
            criterion,
            len(pairs := marks[criterion.pk]),
            weighted_kappa(pairs),
            round(100 * sum(a == b for a, b in pairs) / len(pairs)),
            round(100 * sum(abs(a - b) <= 1 for a, b in pairs) / len(pairs)),
        )
        for criterion in queries.criteria_of(set(marks))
    ]


def _named(
    found: Mapping[int, Habit], names: Mapping[int, str]
) -> list[tuple[str, Habit]]:
    """Of those who still review, the mildest first."""
    named = [(names[key], habit) for key, habit in found.items() if key in names]
    return sorted(named, key=lambda pair: -pair[1].leniency)
