"""From rows to what a ranking is made of, in a form that can be read again."""

import hashlib
import json
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from spark import clock
from training.judging import queries as judging
from training.standings import queries
from training.standings.models import Standing
from training.standings.ranking.quotas import Quota
from training.standings.ranking.results import Minimum, Result, band
from training.standings.ranking.standing import Standings, standings
from training.trials.models import Round, Trial

METHOD = 1  # another number where the same inputs give other standings
PANEL = "panel"  # who gave a score that came with the result, as its own judge


class Changed(ValueError):
    """What was kept isn't what its hash is of."""


@dataclass(frozen=True)
class Inputs:
    """All that a standing is made of.

    Args:
        take: how many go on; None for the usual share.
        among: candidates to be ranked.
        rows: a trial each: the arguments of a `Result`, and `seconds`, `final`.
        unmeasured: trials that don't count, as nobody knows what was sold.
        quotas: (direction, college or None for all, places) of the round.
        belongs: (candidate, direction, college) of who is ranked, where there are any.
    """

    take: int | None
    sessions: int
    among: tuple[int, ...]
    rows: tuple[Mapping[str, Any], ...]
    unmeasured: tuple[int, ...]
    quotas: tuple[tuple[int, int | None, int], ...] = ()
    belongs: tuple[tuple[int, int, int], ...] = ()

    @property
    def minimum(self) -> Minimum:
        return Minimum(sessions=self.sessions)

    @property
    def results(self) -> list[Result]:
        return [_result(row) for row in self.rows]

    def canonical(self) -> bytes:
        """The same for the same inputs, always."""
        kept: dict[str, Any] = {
            "method": METHOD,
            "take": self.take,
            "sessions": self.sessions,
            "among": self.among,
            "rows": self.rows,
            "unmeasured": self.unmeasured,
        }
        if self.quotas:
            kept |= {"quotas": self.quotas, "belongs": self.belongs}
        return json.dumps(kept, sort_keys=True, separators=(",", ":")).encode()

    def ranked(self) -> Standings:
        """Raises CannotRank."""
        return standings(
            self.results,
            take=self.take,
            minimum=self.minimum,
            among=[str(key) for key in self.among],
            within=[self._quota(*one) for one in self.quotas],
        )

    def _quota(self, direction: int, campus: int | None, places: int) -> Quota:
        people = (
            str(candidate)
            for candidate, own, college in self.belongs
            if own == direction and campus in (None, college)
        )
        return Quota(places, frozenset(people))

    def without(self, gone: Collection[int]) -> "Inputs":
        """As if these had not been to be ranked."""
        return replace(
            self,
            among=tuple(key for key in self.among if key not in gone),
            belongs=tuple(one for one in self.belongs if one[0] not in gone),
        )


def inputs_of(round_: Round) -> Inputs:
    """Of the round's people, by all finished trials of the campaign up to the round.

    But those that fail for an incident.
    """
    trials = queries.finished_until(round_)
    failed = set(judging.failed_trials().filter(trial__in=trials))
    trials = [trial for trial in trials if trial.pk not in failed]
    measured = [trial for trial in trials if trial.result.gmv_fen is not None]
    scores = scores_of(measured)
    people = tuple(queries.people_of(round_))
    quotas = tuple(queries.quotas_of(round_))
    return Inputs(
        round_.cut,
        round_.minimum_trials,
        people,
        tuple(_row(trial, scores.get(trial.pk, ())) for trial in measured),
        tuple(trial.pk for trial in trials if trial.result.gmv_fen is None),
        quotas,
        tuple(queries.groups_of(people)) if quotas else (),
    )


def scores_of(trials: Sequence[Trial]) -> dict[int, tuple[tuple[str, float], ...]]:
    """By trial, (judge, score) of each who judged it, or what came with the result."""
    entered = {
        trial.pk: ((PANEL, float(trial.result.judges_score)),)
        for trial in trials
        if trial.result.judges_score is not None
    }
    return entered | judging.scores_of([trial.pk for trial in trials])


def is_stale(standing: Standing, inputs: Inputs) -> bool:
    """Whether it would be made of something else now.

    Who has left since changes no number: nobody has to decide anew for that.
    """
    then = kept_inputs(standing)
    gone = set(then.among) ^ set(inputs.among)
    return then.without(gone) != inputs.without(gone)


def differing(standing: Standing, inputs: Inputs) -> int:
    """Of how many trials it says something else than what is known now."""
    then, now = _by_trial(kept_inputs(standing)), _by_trial(inputs)
    return sum(then.get(key) != now.get(key) for key in then | now)


def _by_trial(inputs: Inputs) -> dict[int, Mapping[str, Any]]:
    """A trial that doesn't count has no numbers."""
    counted = {row["trial"]: row for row in inputs.rows}
    return dict.fromkeys(inputs.unmeasured, {}) | counted


def _row(trial: Trial, scores: Iterable[tuple[str, float]]) -> dict[str, Any]:
    result = trial.result
    minutes = trial.seconds / 60
    also = {"promotion": float(bool(result.promotion))}
    if result.paid_viewers is not None and result.viewers:
        also["paid"] = round(result.paid_viewers / result.viewers, 6)
    if result.warm_up_minutes is not None and minutes:
        also["warm_up"] = round(min(result.warm_up_minutes / minutes, 1), 6)
    return {
        "trial": trial.pk,
        "candidate": trial.candidate_id,
        "room": trial.slot.room_id,
        "band": band(clock.local(trial.during.lower).hour),
        "viewers": result.viewers,
        "gmv_fen": result.gmv_fen,
        "scores": [[judge, score] for judge, score in scores],
        "also": {name: share for name, share in also.items() if share},
        "seconds": trial.seconds,
        "final": result.is_final,
    }


def _result(row: Mapping[str, Any]) -> Result:
    return Result(
        trial=str(row["trial"]),
        candidate=str(row["candidate"]),
        room=str(row["room"]),
        band=row["band"],
        viewers=row["viewers"],
        gmv_fen=row["gmv_fen"],
        scores=tuple((judge, score) for judge, score in row["scores"]),
        also=row["also"],
    )


def hashed(canonical: bytes) -> str:
    return hashlib.sha256(canonical).hexdigest()


def deflated(canonical: bytes) -> bytes:
    return zlib.compress(canonical, 9)


def kept_inputs(standing: Standing) -> Inputs:
    """What a standing was made of.

    Raises:
        Changed: it isn't what was hashed.
    """
    canonical = zlib.decompress(bytes(standing.inputs))
    if hashed(canonical) != standing.inputs_hash:
        raise Changed(f"Inputs of standing {standing.pk} aren't what was hashed")
    kept = json.loads(canonical)
    return Inputs(
        kept["take"],
        kept["sessions"],
        tuple(kept["among"]),
        tuple(kept["rows"]),
        tuple(kept["unmeasured"]),
        tuple(tuple(one) for one in kept.get("quotas", [])),
        tuple(tuple(one) for one in kept.get("belongs", [])),
    )
