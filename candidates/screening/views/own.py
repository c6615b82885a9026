"""How a reviewer marks, for that reviewer alone."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from candidates.screening import queries
from candidates.screening.agreement import Habit, habits
from candidates.screening.views.agreement import scores_of
from candidates.screening.views.deviation import compared
from spark.accounts.models import Role
from spark.accounts.scope import Request, check_role

LEAST = 5  # candidates: of fewer one could reckon what the other reviewer gave
USUAL = 0.25  # nobody marks like the others to the digit


@require_GET
def own_marking(request: Request) -> HttpResponse:
    """Milder or stricter than those who saw the same, marks used, calibrations."""
    check_role(request.user, Role.REVIEWER)
    pairs = queries.pairs_of(request.user)
    habit = habits(scores_of(pairs)).get(request.user.pk)
    used = queries.marks_used(request.user)
    shown = habit if habit and habit.reviews >= LEAST else None
    context = {
        "habit": shown,
        "habits": [(request.user.name, shown)],
        "leaning": _leaning(shown),
        "by": abs(shown.leniency) if shown else None,
        "missing": LEAST - (habit.reviews if habit else 0),
        "used": [(value, count, _share(count, used)) for value, count in used.items()],
        "calibrations": [
            compared(one) for one in queries.calibrations_of(request.user)
        ],
        "open": queries.anchors_open(request.user),
    }
    return render(request, "candidates/screening/own.html", context)


def _leaning(habit: Habit | None) -> str:
    if habit is None or abs(habit.leniency) <= USUAL:
        return "alike"
    return "milder" if habit.leniency > 0 else "stricter"


def _share(count: int, used: dict[int, int]) -> int:
    return round(100 * count / (sum(used.values()) or 1))
