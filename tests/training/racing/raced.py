"""A round that was run, with its standings, for tests."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from django.test import Client

from candidates.register.models import Candidate
from spark import clock
from tests.training.trials.studio import Studio
from tests.world import World
from training.course.models import Enrolment
from training.racing import actions
from training.racing.models import RoundDecision
from training.racing.stages import Ground
from training.standings.load import deflated, hashed, inputs_of
from training.standings.models import Place, Standing
from training.standings.ranking.likelihood import Spread
from training.trials.models import Round, Trial

WHY = "三场都稳"
ABOVE, NEAR, BELOW = 2.5, 0.2, -2.5


class Raced:
    """A round in which some people were each on air once; `people` best first."""

    def __init__(self, world: World, aways: Sequence[float], **terms) -> None:
        self.world, self.studio = world, Studio(world)
        self.round: Round = self.studio.round
        for name, value in terms.items():
            setattr(self.round, name, value)
        self.round.save()
        self.people = [world.candidate("competing") for _ in aways]
        self._run()
        self.standing = self.stand(aways)

    def _run(self) -> None:
        plan = self.studio.draft()
        for number, one in enumerate(self.people):
            slot = self.studio.slot(2 + number // 6, f"{9 + number % 6 * 2:02d}:00")
            self.studio.place(plan, one, slot)
        self.studio.publish(plan)
        for trial in Trial.objects.filter(round=self.round).order_by("pk"):
            self.studio.walk(trial, "finished")

    def stand(
        self,
        aways: Sequence[float],
        ranks: Sequence[int] = (),
        at: datetime | None = None,
    ) -> Standing:
        """A standing of its people, so far from the cut each, best first by that."""
        last = Standing.objects.filter(round=self.round).count()
        made_of = inputs_of(self.round).canonical()
        standing = Standing.objects.create(
            round=self.round,
            number=last + 1,
            computed_at=at or clock.now() + timedelta(days=30),
            inputs=deflated(made_of),
            inputs_hash=hashed(made_of),
            verdict="ranked",
            results=len(self.people),
            ranked=len(self.people),
            take=sum(away > 0 for away in aways),
            told_apart=0.9,
            details={"spread": asdict(Spread(sells=0.5, day=0.8))},
        )
        order = sorted(aways, reverse=True)
        for n, (one, away) in enumerate(zip(self.people, aways, strict=True)):
            rank = ranks[n] if ranks else order.index(away) + 1
            self.place(standing, one, rank, away)
        return standing

    def place(
        self, standing: Standing, one: Candidate, rank: int | None, away: float
    ) -> Place:
        score = {"score": away, "sd": 0.3, "low": away - 0.4, "high": away + 0.4}
        lies = {
            "rank_low": max((rank or 1) - 1, 1),
            "rank_high": max(rank or 1, min(2, len(self.people))),
        }
        measured = score | lies | {"rank": rank, "p_in": 0.5, "from_cut": away}
        return Place.objects.create(
            standing=standing,
            candidate=one,
            **(measured if rank else {}),
            trials=1,
            bands=1,
            seconds=3600,
            viewers=4000,
            gmv_fen=100_000,
        )

    def enrolment(self, number: int) -> Enrolment:
        return Enrolment.objects.get(candidate=self.people[number])

    def decide(self, *numbers: int, outcome: str = "", **more) -> None:
        given = {"ground": Ground.STANDING, "reason": WHY, "actor": self.world.office}
        actions.decide(
            ids=[self.enrolment(n).pk for n in numbers],
            round_=Round.objects.get(pk=self.round.pk),
            outcome=outcome,
            **given | more,
        )

    def everybody(self) -> None:
        """Decide on all as proposed."""
        self.decide(*range(len(self.people)))

    def seen(self) -> str:
        noted = RoundDecision.objects.filter(
            round=self.round, superseded_at=None, released_at=None
        )
        return actions.fingerprint(noted)

    def release(self, **more) -> int:
        given = {"actor": self.world.office, "seen": self.seen()}
        return actions.release(pk=self.round.pk, **given | more)

    def decision(self, number: int) -> RoundDecision:
        return RoundDecision.objects.get(
            round=self.round, candidate=self.people[number], superseded_at=None
        )

    def states(self) -> list[str]:
        found = dict(Enrolment.objects.values_list("candidate", "state"))
        return [found[one.pk] for one in self.people]

    @property
    def url(self) -> str:
        return f"/racing/{self.round.pk}/"


def client(person) -> Client:
    client = Client()
    client.force_login(person)
    return client
