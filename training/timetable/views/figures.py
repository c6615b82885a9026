"""What a plan amounts to, each figure with a bound or a comparison beside it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from spark.accounts.templatetags.spark_ui import dot
from training.timetable.models import SolveRun

# Of a run's figures: label, key, decimals, unit.
ROWS = (
    (gettext_lazy("Slots given"), "got", 0, ""),
    (gettext_lazy("Coverage"), "coverage", 1, "%"),
    (gettext_lazy("Deviation from the mean traffic"), "mad", 2, "%"),
    (gettext_lazy("Expected viewers each"), "mean", 0, ""),
    (gettext_lazy("Deviation in evening slots"), "prime_mad", 2, ""),
    (gettext_lazy("Mentors' changes of room"), "room_changes", 0, ""),
)
ALL = tuple(key for _label, key, *_rest in ROWS)
SHOWN_ON_BOARD = ("mad", "mean")


@dataclass(frozen=True)
class Figure:
    label: str
    value: str
    beside: str = ""


def of_run(run: SolveRun, keys: Collection[str] = ALL) -> list[Figure]:
    """What the solver found; beside it what is possible, and the plan it began with."""
    plan, before = run.figures.get("plan"), run.figures.get("before") or {}
    if not plan:
        return []
    found = []
    for label, key, places, unit in ROWS:
        if key in keys:
            beside = [*_bound(run, key, places)]
            beside += _before(run, before.get(key), places, unit)
            value = _number(plan.get(key), places, unit)
            found.append(Figure(str(label), value, dot().join(beside)))
    return found


def of_board(
    full: int, people: int, given: int, needed: int, apart: int | None
) -> list[Figure]:
    """What the plan itself says, however it was made.

    Args:
        full: how many of the people have all their trials.
        given: trials by the plan and those that stand; `needed` by everybody.
        apart: seats given otherwise than in the timetable as it is, for a draft.
    """
    percent = f"{100 * full / people:.1f}%" if people else "–"
    found = [
        Figure(_("Have all their trials"), f"{full:,} / {people:,}", percent),
        Figure(
            _("Trials given"), f"{given:,}", _("of %(n)s needed") % {"n": f"{needed:,}"}
        ),
    ]
    if apart is not None:
        beside = _("from the timetable in force")
        found.append(Figure(pgettext("plan", "Changes"), f"{apart:,}", beside))
    return found


def as_solved(run: SolveRun | None) -> list[Figure]:
    """What only the solver reckons, as it was when it had made the plan."""
    return of_run(run, SHOWN_ON_BOARD) if run else []


def _bound(run: SolveRun, key: str, places: int) -> Iterator[str]:
    bound = (run.figures.get("bound") or {}).get(key)
    if bound is not None and key == "coverage":
        yield _("at most %(n)s%%") % {"n": f"{bound:.{places}f}"}
    elif bound is not None:
        yield _("at least %(n)s%%") % {"n": f"{bound:.{places}f}"}
    elif key == "got":
        yield _("of %(n)s needed") % {"n": f"{run.figures['plan']['need']:,}"}


def _before(run: SolveRun, value: Any, places: int, unit: str) -> Iterator[str]:
    if value is not None and run.base is not None:
        said = {"n": run.base.number, "value": _number(value, places, unit)}
        yield _("plan %(n)s: %(value)s") % said


def _number(value: float | None, places: int, unit: str) -> str:
    return "–" if value is None else f"{value:,.{places}f}{unit}"
