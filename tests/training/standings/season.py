"""A round that some people have run, in several rooms and hours, for tests."""

from datetime import timedelta
from math import exp

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from candidates.register.models import Candidate
from spark import clock
from spark.accounts.scope import SYSTEM
from tests.training.trials.studio import Studio
from tests.world import World
from training.standings.actions import compute_standings, enter_result
from training.standings.models import Result, Standing
from training.studio.models import LiveRoom, Slot
from training.trials.models import Round, Trial

HOURS = ("09:00", "13:00", "20:00")
ROOM_WORTH = (0.0, 0.6, -0.4)
HOUR_WORTH = (0.0, 0.2, 0.7)
FIRST_DAY = 20  # days ago


class Season:
    """Each candidate sells more than the next; rooms and hours turn among them."""

    def __init__(self, world: World, people: int = 6, trials: int = 3) -> None:
        self.studio = Studio(world)
        self.world, self.round = world, self.studio.round
        self.rooms = [self.studio.room] + [
            self.studio.live_room(f"星选{name}间") for name in "二三"
        ]
        self.people = [world.candidate("competing") for _ in range(people)]
        for number, candidate in enumerate(self.people):
            for turn in range(trials):
                self.add(candidate, turn, number)

    def add(self, candidate: Candidate, turn: int, number: int) -> Trial:
        room = (number + turn) % len(self.rooms)
        hour = (number + 2 * turn) % len(HOURS)
        trial = self.trial(candidate, self.rooms[room], turn, HOURS[hour], number)
        skill = 0.5 * (len(self.people) / 2 - number)
        luck = 0.1 * ((number * 7 + turn * 5) % 5 - 2)
        worth = skill + ROOM_WORTH[room] + HOUR_WORTH[hour] + luck
        self.enter(trial, round(1_000_000 * exp(worth)), score=4 - number % 3)
        return trial

    def trial(
        self,
        candidate: Candidate,
        room: LiveRoom,
        turn: int,
        hour: str,
        number: int = 0,
        round_: Round | None = None,
    ) -> Trial:
        """A finished trial; days differ by person, so no seat is taken twice."""
        starts = self.studio.time(-FIRST_DAY - 60 * turn - number, hour)
        during = DateTimeTZRange(starts, starts + timedelta(hours=2))
        slot = Slot.objects.create(room=room, during=during, expected_viewers=4000)
        trial = Trial.objects.create(
            candidate=candidate,
            person_id=candidate.person_id,
            round=round_ or self.round,
            slot=slot,
            seat=self.studio.seat(1, room),
            during=during,
        )
        trial.confirm()
        trial.save(update_fields=["state"])
        trial.go_live()
        trial.save(update_fields=["state"])
        trial.finish()
        trial.save(update_fields=["state"])
        return trial

    def enter(self, trial: Trial, gmv_fen: int | None, score: float = 3.5, **more):
        numbers = {
            "viewers": 4000,
            "average_watch_seconds": 95,
            "gmv_fen": gmv_fen,
            "judges_score": score,
            "is_final": True,
        }
        return enter_result(
            actor=SYSTEM,
            pk=trial.pk,
            numbers=numbers | more,
            reason="核对" if Result.objects.filter(trial=trial).exists() else "",
        )

    def trials(self, candidate: Candidate) -> list[Trial]:
        return list(Trial.objects.filter(candidate=candidate).order_by("pk"))

    def compute(self, **more) -> Standing:
        return compute_standings(
            actor=self.world.office, pk=self.round.pk, at=more.pop("at", clock.now())
        )
