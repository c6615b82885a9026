"""A round as it stands: its people with places, proposals and decisions."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from statistics import mean
from typing import Any

from training.course.models import Enrolment
from training.racing import queries
from training.racing.models import RoundDecision
from training.racing.rules.places import Places
from training.racing.rules.proposing import (
    Proposals,
    Proposed,
    Ranked,
    Terms,
    propose,
)
from training.racing.stages import Outcome
from training.standings.models import Place, Standing
from training.standings.queries import newest_of
from training.standings.ranking.likelihood import Spread
from training.standings.ranking.racing import information
from training.trials.models import Round
from training.trials.stages import Ties

JUDGES = 2  # of each extra trial


@dataclass
class Board:
    """A round on its newest standing; each thing is read once."""

    round: Round

    @cached_property
    def standing(self) -> Standing | None:
        return newest_of(self.round)

    @cached_property
    def places(self) -> dict[int, Place]:
        if self.standing is None:
            return {}
        return {p.candidate_id: p for p in queries.places_of(self.standing)}

    @cached_property
    def decisions(self) -> dict[int, RoundDecision]:
        rows = queries.in_force(self.round).select_related("decided_by", "candidate")
        return {one.candidate_id: one for one in rows}

    @cached_property
    def quotas(self) -> dict[tuple[int, int | None], int]:
        return queries.quotas_of(self.round)

    @cached_property
    def slots_left(self) -> int:
        used = queries.slots_used(self.round, self.standing) if self.standing else 0
        return max(self.round.extra_slots - used, 0)

    @cached_property
    def proposals(self) -> Proposals | None:
        """None where nobody is ranked."""
        standing = self.standing
        if standing is None or not standing.is_ranked:
            return None
        judged = {key: judged_by(place) for key, place in self.places.items()}
        ranked = [
            Ranked(
                key=place.candidate_id,
                direction=place.candidate.direction_id,
                campus=place.candidate.campus_id,
                rank=place.rank or 0,
                sd=place.sd or 0.0,
                away=place.from_cut,
                trials=place.trials,
                judged=judged[place.candidate_id],
            )
            for place in self.places.values()
            if not place.is_short
        ]
        terms = Terms(
            round=self.round.pk,
            is_last=self.round.is_last,
            take=standing.take or 0,
            slots=self.slots_left,
            told=told_by(standing, judged=any(judged.values())),
            ties=Ties(self.round.ties),
            quotas=self.quotas,
        )
        return propose(ranked, terms)

    @cached_property
    def proposed(self) -> dict[int, Proposed]:
        return self.proposals.by_candidate() if self.proposals else {}

    @cached_property
    def slot_minutes(self) -> int:
        """How long a trial of the round was on average."""
        trials = sum(place.trials for place in self.places.values())
        seconds = sum(place.seconds for place in self.places.values())
        return round(seconds / trials / 60) if trials else 0

    def people_by_quota(self, racers: Iterable[Enrolment]) -> Places:
        """Who has, would have, or is proposed for which places."""
        found = Places(self.quotas)
        for racer in racers:
            one = racer.candidate
            proposed = self.proposed.get(one.pk)
            decision = self.decisions.get(one.pk)
            gone = racer.state == "dropped"
            noted = "" if decision is None or gone else decision.outcome
            found.add(
                one.direction_id,
                one.campus_id,
                proposed=proposed.outcome if proposed else "",
                noted=noted,
                held=bool(decision and decision.released_at),
            )
        return found

    def outcome_of(self, candidate: int) -> Outcome | None:
        found = self.proposed.get(candidate)
        return found.outcome if found else None


def judged_by(place: Place) -> float | None:
    """The mean of the judges' scores that the place rests on."""
    scores = [score for trial in place.counted for _judge, score in trial["scores"]]
    return mean(scores) if scores else None


def told_by(standing: Standing, *, judged: bool) -> float:
    """What an extra trial of the round would tell."""
    kept: dict[str, Any] = standing.details.get("spread", {})
    return information(Spread(**kept), JUDGES if judged else 0)
