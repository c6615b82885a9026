"""A round's people as its pages show them: place, proposal, decision."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from candidates.lists.queries import about_sought
from spark.accounts.models import User
from training.course.models import Enrolment
from training.course.stages import TONES as STATES
from training.course.stages import State
from training.racing import queries
from training.racing.access import RACERS
from training.racing.forms import RaceForm
from training.racing.models import RoundDecision
from training.racing.rules.board import Board
from training.racing.rules.proposing import Proposed
from training.racing.stages import TONES, Outcome
from training.standings.models import Place
from training.trials.models import Round

LAST = 10**9  # behind every turn: who isn't ranked
ZONES = {
    "through": ("ok", "circle-check"),
    "grey": ("warn", "help-circle"),
    "out": ("off", "circle-minus"),
}


@dataclass
class Row:
    """Somebody in the race, with what is known of them."""

    racer: Enrolment
    place: Place | None
    proposed: Proposed | None
    decision: RoundDecision | None

    @property
    def turn(self) -> int:
        return self.proposed.turn if self.proposed else LAST

    @property
    def state(self) -> tuple[str, str]:
        return STATES[State(self.racer.state)]

    @property
    def zone(self) -> tuple[str, str]:
        return ZONES[self.proposed.zone] if self.proposed else ("off", "circle-minus")

    @property
    def zone_label(self) -> str:
        names = dict(RaceForm.ZONES)
        return str(names[self.proposed.zone if self.proposed else "none"])

    @property
    def proposed_tone(self) -> tuple[str, str]:
        return TONES[self.proposed.outcome] if self.proposed else ("off", "")

    @property
    def decision_tone(self) -> tuple[str, str]:
        return TONES[Outcome(self.decision.outcome)] if self.decision else ("off", "")

    @property
    def is_open(self) -> bool:
        """Can something be noted on them?"""
        return self.racer.state == State.COMPETING


@dataclass
class Affected:
    """Somebody released on an earlier standing of whom the newest says otherwise."""

    row: Row
    rank_before: int | None

    @property
    def before(self) -> str:
        """What was proposed then."""
        decision = self.row.decision
        assert decision is not None
        return str(dict(Outcome.choices).get(decision.proposed, ""))

    @property
    def rank_now(self) -> int | None:
        return self.row.place.rank if self.row.place else None

    @property
    def turned(self) -> bool:
        """Would something else be proposed now?"""
        now = self.row.proposed.outcome if self.row.proposed else ""
        return self.row.decision is not None and now != self.row.decision.proposed


class Raced:
    """A round with everybody in it, in the order of the standing."""

    def __init__(self, round_: Round, user: User) -> None:
        self.round, self.user = round_, user
        self.board = Board(round_)

    @cached_property
    def rows(self) -> list[Row]:
        racers = RACERS.visible_to(self.user).filter(queries.racers_of(self.round))
        return self._of(racers)

    def found(self, form: RaceForm) -> list[Row]:
        """Those that match."""
        if not form.is_valid():
            return []
        sought = form.chosen.get("q")
        if not sought:
            return [row for row in self.rows if form.fits(row)]
        racers = RACERS.visible_to(self.user).filter(queries.racers_of(self.round))
        return [row for row in self._of(about_sought(racers, sought)) if form.fits(row)]

    def _of(self, racers: Any) -> list[Row]:
        board = self.board
        rows = [
            Row(
                racer,
                board.places.get(racer.candidate_id),
                board.proposed.get(racer.candidate_id),
                board.decisions.get(racer.candidate_id),
            )
            for racer in racers
        ]
        return sorted(rows, key=lambda row: (row.turn, row.racer.pk))

    @cached_property
    def affected(self) -> list[Affected]:
        """Of whom the corrected results say something else than when released."""
        standing = self.board.standing
        if standing is None:
            return []
        known = [
            row
            for row in self.rows
            if row.decision
            and row.decision.released_at
            and row.decision.standing_id != standing.pk
        ]
        ranks = queries.ranks_in(
            [row.decision.standing_id for row in known if row.decision],
            [row.racer.candidate_id for row in known],
        )
        return [one for one in self._affected(known, ranks) if _moved(one)]

    def _affected(self, known: Sequence[Row], ranks: Any) -> Iterator[Affected]:
        for row in known:
            assert row.decision is not None
            key = row.decision.standing_id, row.racer.candidate_id
            yield Affected(row, ranks.get(key))


def _moved(one: Affected) -> bool:
    return one.turned or one.rank_before != one.rank_now
