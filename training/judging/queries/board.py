"""What the live board shows: who is on air, what comes of it, who is next."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from spark import clock
from spark.accounts.scope import Actor, has_role
from training.judging.access import LIVE_FIGURES, awaited_of
from training.judging.models import FrozenBoard, LiveFigures
from training.judging.stages import PENDING, JudgementState
from training.trials.access import TRIALS
from training.trials.models import Trial
from training.trials.stages import MOVABLE, TrialState

SOON = timedelta(hours=2)
AIRED = [TrialState.LIVE, TrialState.FINISHED]
SHOWN = 60  # lines: more than that nobody reads from a wall


@dataclass(frozen=True)
class Line:
    """A trial on the board, with figures as they may be shown.

    Args:
        figures: `viewers`, `gmv_fen`, `final`, `as_of` when they were read off the
            screen, until there is a result, and how many judges of `judges` are
            `judged`; empty for what happened after the figures were frozen.
    """

    trial: Trial
    figures: dict[str, Any]
    is_frozen: bool


def board(
    actor: Actor,
    bases: Iterable[int] | None = None,
    *,
    sealed: Collection[int] = (),
    in_public: bool = False,
) -> list[Line]:
    """Today's trials on air, over, or to begin within two hours: in this order.

    Args:
        bases: of these alone, whatever else somebody sees in another role.
        sealed: trials whose figures on air aren't told, as `judged_by` finds them.
        in_public: judges look too, so none are told while one of a trial's is awaited.
    """
    now = clock.now()
    morning = _morning()
    over = Q(state=TrialState.FINISHED, starts_at__gte=morning)
    soon = Q(state__in=MOVABLE, during__endswith__gt=now, starts_at__lt=now + SOON)
    live = Q(state=TrialState.LIVE, starts_at__gte=morning - timedelta(days=1))
    rows = TRIALS.visible_to(actor).filter(over | soon | live)
    if bases is not None:
        rows = rows.filter(slot__room__base__in=bases)
    rows = _with_judges(rows).order_by("starts_at", "pk")[: 3 * SHOWN]
    trials = sorted(rows, key=_place)[:SHOWN]
    frozen = frozen_of({trial.round_id for trial in trials})
    lines = [_line(trial, frozen) for trial in trials]
    for line in lines:
        awaited = line.trial.judged < line.trial.judges  # type: ignore[attr-defined]
        if line.trial.pk in sealed or in_public and awaited:
            _seal(line.figures)
    return lines


def judged_by(person: int) -> list[int]:
    """Trials that the board may show and that somebody still judges."""
    since = _morning() - timedelta(days=1)
    rows = awaited_of(person).filter(
        trial__state__in=AIRED, trial__starts_at__gte=since
    )
    return sorted(rows.values_list("trial", flat=True))


def _morning() -> datetime:
    return clock.midnight(clock.today())


def _seal(figures: dict[str, Any]) -> None:
    """Leave out what was read off the screen; a result stays."""
    if figures.get("as_of"):
        figures |= {"viewers": None, "gmv_fen": None, "as_of": None}


def _place(trial: Trial) -> int:
    if trial.state == TrialState.LIVE:
        return 0
    return 1 if trial.is_movable else 2


def _with_judges(rows: QuerySet[Trial]) -> QuerySet[Trial]:
    rows = rows.select_related("live_figures")
    locked = Q(judgements__state=JudgementState.LOCKED)
    both = locked | Q(judgements__state__in=PENDING)
    return rows.annotate(
        judged=Count("judgements", filter=locked),
        judges=Count("judgements", filter=both),
    )


def _line(trial: Trial, frozen: dict[int, dict[str, Any]]) -> Line:
    held = frozen.get(trial.round_id)
    if held is None:
        return Line(trial, shown_of(trial), False)
    return Line(trial, held.get(str(trial.pk), {}), True)


def shown_of(trial: Trial) -> dict[str, Any]:
    """A result, or until there is one what was read off the screen, and as of when."""
    result = getattr(trial, "result", None)
    on_air = None if result else getattr(trial, "live_figures", None)
    told = result or on_air
    return {
        "viewers": told.viewers if told else None,
        "gmv_fen": told.gmv_fen if told else None,
        "final": bool(result and result.is_final),
        "as_of": on_air.as_of.isoformat() if on_air else None,
        "judged": trial.judged,  # type: ignore[attr-defined]
        "judges": trial.judges,  # type: ignore[attr-defined]
    }


def figures_of(rounds: Iterable[int]) -> dict[str, dict[str, Any]]:
    """By a trial's key, what the board shows of all that was or is on air."""
    rows = Trial.objects.filter(round__in=rounds, state__in=AIRED)
    rows = _with_judges(rows.select_related("result"))
    return {str(trial.pk): shown_of(trial) for trial in rows}


def live_figures_of(actor: Actor, trial: Trial) -> LiveFigures | None:
    """As far as they may learn them; of a trial that isn't on air or over, none."""
    if trial.state not in AIRED or not has_role(actor, *LIVE_FIGURES.sees):
        return None
    return LIVE_FIGURES.visible_to(actor).filter(trial=trial).first()


def frozen_of(rounds: Iterable[int]) -> dict[int, dict[str, Any]]:
    """By round whose figures are held back: these figures."""
    rows = FrozenBoard.objects.filter(round__in=rounds, thawed_at=None)
    return dict(rows.values_list("round", "figures"))
