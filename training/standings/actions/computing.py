"""A round's standings: made of its results, kept, and made again when these change."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from math import exp, isfinite
from typing import Any

from django.utils.translation import gettext_lazy as _

from spark import clock
from spark.accounts.models import Role
from spark.accounts.scope import SYSTEM
from spark.accounts.verbs import verb
from spark.errors import Refused
from training.standings import queries
from training.standings.load import Inputs, deflated, hashed, inputs_of, is_stale
from training.standings.models import Place, Standing, Verdict
from training.standings.ranking.connection import Apart
from training.standings.ranking.explaining import Explained, agreement, apart, explained
from training.standings.ranking.results import CannotRank
from training.standings.ranking.standing import Standing as Ranked
from training.standings.ranking.standing import Standings
from training.trials.access import ROUNDS
from training.trials.models import Round

QUIET = timedelta(minutes=5)  # at least, between two that nobody asked for


@verb(
    ROUNDS,
    roles={Role.OFFICE},
    label=_("Standings computed"),
    many=False,
    internal=True,
)
def compute_standings(round_: Round, *, at: datetime) -> Standing:
    """Rank the round's people by what is known now; of the same results, nothing new.

    Whoever enters a result of the round waits meanwhile, so none is missed. Once the
    round is closed, its standings are made once more at most.

    Raises:
        Refused: nothing-to-rank; round-closed.
    """
    newest = queries.newest_of(round_)
    inputs = inputs_of(round_)
    if not inputs.rows:
        raise Refused("nothing-to-rank")
    canonical = inputs.canonical()
    if newest and newest.inputs_hash == hashed(canonical):
        return newest
    if newest and round_.closed_at and newest.computed_at > round_.closed_at:
        raise Refused("round-closed")
    number = newest.number + 1 if newest else 1
    made = Standing(
        round=round_,
        number=number,
        computed_at=at,
        inputs=deflated(canonical),
        inputs_hash=hashed(canonical),
        results=len(inputs.rows),
    )
    return _kept(made, inputs)


def keep_up(round_id: int | None = None) -> None:
    """Make the standings of rounds that would be made of something else now.

    Not of an open round whose standings are but minutes old: they are made the next
    time. Where there are none yet, only once somebody has enough results.

    Args:
        round_id: of this one alone.
    """
    for round_ in queries.rounds_to_keep_up(round_id):
        newest = queries.newest_of(round_)
        if newest and round_.is_open and clock.now() - newest.computed_at < QUIET:
            continue
        inputs = inputs_of(round_)
        if is_stale(newest, inputs) if newest else _is_enough(inputs):
            compute_standings(actor=SYSTEM, pk=round_.pk)


def _is_enough(inputs: Inputs) -> bool:
    """Somebody has enough results to be ranked."""
    enough = inputs.minimum.enough(inputs.results)
    return bool(enough & {str(key) for key in inputs.among})


def _kept(made: Standing, inputs: Inputs) -> Standing:
    """Written, with everybody's place, or why there are no places."""
    counted = _counted(inputs)
    try:
        found = inputs.ranked()
    except Apart as refused:
        made.verdict = (
            Verdict.ROOMS_APART if refused.by == "rooms" else Verdict.HOURS_APART
        )
        made.groups = [
            {
                "candidates": [int(key) for key in group.candidates],
                "places": list(group.places),
            }
            for group in refused.components
        ]
        made.details = _of_inputs(inputs)
        ranked: dict[int, Ranked] = {}
    except CannotRank:
        made.verdict, made.details, ranked = Verdict.NOBODY, _of_inputs(inputs), {}
    else:
        known = explained(found.fitted)
        made.verdict, made.take = Verdict.RANKED, found.take
        made.told_apart, made.ranked = found.told_apart, len(found.rows)
        made.details = _of_inputs(inputs) | _details(found, known)
        ranked = {int(row.candidate): row for row in found.rows}
        _add_due(counted, known, set(found.fitted.pulled))
    made.save(force_insert=True)
    Place.objects.bulk_create(
        _place(made, key, ranked.get(key), counted[key]) for key in inputs.among
    )
    return made


def _of_inputs(inputs: Inputs) -> dict[str, Any]:
    return {
        "provisional": sum(not row["final"] for row in inputs.rows),
        "unmeasured": len(inputs.unmeasured),
        "quotas": [list(quota) for quota in inputs.quotas],
    }


def _details(found: Standings, known: Explained) -> dict[str, Any]:
    spread = found.fitted.best.spread
    results = found.fitted.measured.results
    leniency = {judge.name: judge.value for judge in known.judges}
    return {
        "spread": asdict(spread),
        "fixed": dict(known.fixed),
        "rooms": [asdict(effect) for effect in known.rooms],
        "hours": [asdict(effect) for effect in known.hours],
        "judges": [asdict(effect) for effect in known.judges],
        "apart": apart(results, leniency),
        "agreement": agreement(spread) if len(known.judges) > 1 else None,
        "pulled": [int(trial) for trial in found.fitted.pulled],
    }


def _counted(inputs: Inputs) -> dict[int, list[dict[str, Any]]]:
    """By candidate, their trials, as inputs have them."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in inputs.rows:
        found[row["candidate"]].append(dict(row))
    return found


def _add_due(
    counted: Mapping[int, Sequence[dict[str, Any]]],
    known: Explained,
    pulled: set[str],
) -> None:
    """To each trial, what the average host would have sold there, in fen."""
    for rows in counted.values():
        for row in rows:
            key = str(row["trial"])
            row["due_fen"] = round(100 * max(exp(known.due[key]) - 1, 0))
            row["pulled"] = key in pulled


def _place(
    made: Standing, key: int, row: Ranked | None, counted: Sequence[dict[str, Any]]
) -> Place:
    measures: dict[str, Any] = {}
    if row is not None:
        measures = asdict(row)
        del measures["candidate"]
        if not isfinite(row.from_cut):
            measures["from_cut"] = None
    return Place(
        standing=made,
        candidate_id=key,
        trials=len(counted),
        bands=len({one["band"] for one in counted}),
        seconds=sum(one["seconds"] for one in counted),
        viewers=sum(one["viewers"] for one in counted),
        gmv_fen=sum(one["gmv_fen"] for one in counted),
        counted=list(counted),
        **measures,
    )
