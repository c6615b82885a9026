"""How far reviewers agree, as a sheet: each criterion, each reviewer."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from spark.sheets.writing import workbook


def agreement_sheet(found: dict[str, Any], title: str) -> bytes:
    """What the page shows.

    Args:
        found: as the page has it, `agreement_in`.
    """
    head = [
        pgettext("of a line", "About"),
        _("Criterion or reviewer"),
        _("Pairs"),
        _("Alike, %"),
        _("At most one apart, %"),
        _("Weighted kappa"),
        _("Own mean"),
        _("Mean of the others"),
        _("Milder than the other"),
        _("Lowest score"),
        _("Highest score"),
    ]
    notes = [title, *_whole(found["agreement"])]
    return workbook(head, _lines(found), sheet=_("How far they agree"), notes=notes)


def _whole(agreement: Any) -> Iterator[str]:
    if agreement:
        yield _(
            "ICC(1,k) %(value).2f, 95 %% between %(low).2f and %(high).2f, from "
            "%(targets)d candidates that two have locked"
        ) % vars(agreement)


def _lines(found: dict[str, Any]) -> Iterator[Sequence[object]]:
    for one in found["of_criteria"]:
        kappa = None if one.kappa is None else round(one.kappa, 2)
        yield [_("Criterion"), one.criterion, one.pairs, one.same, one.near, kappa]
    for name, habit in found["habits"]:
        scores = [habit.mean, habit.others, habit.leniency, habit.lowest, habit.highest]
        shown = [round(score, 2) for score in scores]
        yield [_("Reviewer"), name, habit.reviews, None, None, None, *shown]
