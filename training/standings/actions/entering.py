"""What came of a trial: its numbers, entered and corrected."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from copy import copy
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from spark import plausible
from spark.accounts.models import Role, User
from spark.accounts.scope import Actor
from spark.accounts.verbs import verb
from spark.duties import board
from spark.errors import Refused, refused_by_database
from spark.jobs import enqueue_on_commit
from training.standings.models import Result
from training.trials.access import RUNNERS, TRIALS
from training.trials.actions import OWED_AT_BASE
from training.trials.models import Round, Trial
from training.trials.stages import TrialState

NEEDED = ("viewers", "average_watch_seconds")
RIPENS = {"refunded_orders", "refund_fen", "refunds_until"}
EMPTY = (None, "")
FINAL_WITHIN = timedelta(days=2)  # live platforms settle a day's numbers the next day


@verb(
    TRIALS,
    roles=RUNNERS | {Role.OFFICE_CLIENT},
    label=_("Result entered"),
    many=False,
    states=frozenset(TrialState),
    when=lambda trial: trial.can_have_result,
)
def enter_result(
    trial: Trial,
    *,
    actor: Actor,
    numbers: Mapping[str, Any],
    reason: str = "",
    at: datetime,
) -> Result:
    """Enter a finished trial's numbers, or correct them while the round is open.

    The candidate's campus reads them once the round is closed. Until they are final,
    the day's numbers are provisional and somebody owes those that count.

    Args:
        numbers: fields of the result; what isn't given stays as it was.
        reason: why final numbers are corrected.

    Raises:
        Refused: round-closed, result-too-long, result-contradicts, result-final.
    """
    if trial.state != TrialState.FINISHED:
        raise Refused("state-moved")
    _hold_open(trial.round)
    old = Result.objects.filter(trial=trial).first()
    check_numbers(trial, old, numbers, reason)
    by = actor if isinstance(actor, User) else None
    result, _made = Result.objects.update_or_create(
        trial=trial, defaults={**numbers, "entered_by": by, "entered_at": at}
    )
    _owe(trial, result, at)
    enqueue_on_commit("standings.keep_up", round_id=trial.round_id)
    return result


def check_numbers(
    trial: Trial, old: Result | None, numbers: Mapping[str, Any], reason: str = ""
) -> None:
    """What doesn't need the other numbers to be seen as wrong.

    Final numbers are what people were told: they change for a reason. What was empty
    is filled in, and refunds ripen, without one.

    Raises:
        Refused: result-too-long, result-final.
    """
    length, seconds = trial.seconds, numbers.get("average_watch_seconds") or 0
    if seconds > length:
        raise Refused("result-too-long", status=422, seconds=seconds, length=length)
    if old is None or reason or not old.is_final:
        return
    for name, value in numbers.items():
        was = getattr(old, name)
        if name not in RIPENS and was not in EMPTY and was != value:
            raise Refused("result-final", status=422)


def as_entered(trial: Trial, numbers: Mapping[str, Any]) -> Result:
    """The trial's result as these numbers would leave it; nothing is written.

    Raises:
        ValidationError: by field: what is missing, what contradicts another number.
        Refused: as `check_numbers`.
    """
    old: Result | None = getattr(trial, "result", None)
    check_numbers(trial, old, numbers)
    result = copy(old) if old else Result(trial_id=trial.pk)
    for name, value in numbers.items():
        setattr(result, name, value)
    wrong: dict[str, list[Any]] = defaultdict(list)
    for name in NEEDED:
        if getattr(result, name) is None:
            wrong[name].append(_("It is needed."))
    for name, message in result.contradictions():
        wrong[name].append(message)
    for name, messages in plausible.faults(result).items():
        wrong[name] += messages
    if wrong:
        raise ValidationError(dict(wrong))
    return result


def _owe(trial: Trial, result: Result, at: datetime) -> None:
    """Nothing once it is final; until then the base's mentors owe final numbers."""
    board.close([trial], at=at)
    if not result.is_final:
        board.open_for(
            [trial],
            "trial-result-final",
            Role.MENTOR,
            at=at,
            due=at + FINAL_WITHIN,
            **OWED_AT_BASE,
        )


class Entered(NamedTuple):
    """A result, and whether the trial had none before."""

    result: Result
    is_new: bool


@verb(
    TRIALS,
    roles={Role.OFFICE_CLIENT},
    label=_("Result entered"),
    detail=False,
)
def enter_results(
    *, actor: Actor, rows: Sequence[Mapping[str, Any]], at: datetime
) -> list[Entered | Refused | Http404]:
    """Enter the numbers of many finished trials, or correct them, each by itself.

    What becomes of each row, in their order: one that is refused leaves the others
    alone.

    Args:
        rows: each a trial's key, `pk`, and its `numbers`, as `enter_result` takes them.

    Raises:
        Refused: not-your-role. Of a row: trial-repeated, state-moved, round-closed,
            result-too-long, result-contradicts.
    """
    keys = {row["pk"] for row in rows}
    # All trials before the first round, as whoever enters one of them locks.
    theirs = TRIALS.visible_to(actor, enter_results).filter(pk__in=keys)
    TRIALS.locked(actor, theirs.values_list("pk", flat=True))
    had = set(Result.objects.filter(trial__in=keys).values_list("trial", flat=True))
    first: dict[int, int] = {}
    found: list[Entered | Refused | Http404] = []
    for number, row in enumerate(rows, 1):
        pk = row["pk"]
        if first.setdefault(pk, number) != number:
            found.append(Refused("trial-repeated", status=422, row=first[pk]))
            continue
        result = _tried(actor, row, at)
        is_new = pk not in had
        found.append(Entered(result, is_new) if isinstance(result, Result) else result)
    return found


def _tried(
    actor: Actor, row: Mapping[str, Any], at: datetime
) -> Result | Refused | Http404:
    """The result, or why there is none; nothing of it stays then."""
    try:
        with transaction.atomic():
            return enter_result(actor=actor, at=at, **row)
    except (Refused, Http404) as error:
        return error
    except DatabaseError as error:
        if refused := refused_by_database(error):
            return refused
        raise


def _hold_open(round_: Round) -> None:
    """Lock the trial's round and check that it is open.

    Not by a door: mentors see no rounds.
    """
    if not Round.objects.select_for_update().get(pk=round_.pk).is_open:
        raise Refused("round-closed")
