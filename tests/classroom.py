"""A class that lives its fates: each step by whose business it is, day after day."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import time_machine
from django_fsm.signals import post_transition

from candidates.incubation import actions as incubation
from candidates.incubation.handover import admit_passed, screening_to_incubation
from candidates.register import actions as register
from candidates.register.models import Candidate, LeaveReason, StageRecord
from candidates.rosters import actions as rosters
from candidates.screening import actions as screening
from contracts.signing import actions as signing
from contracts.signing.models import Contract, Scan
from contracts.team import actions as team
from contracts.team.handover import admit_signed, signing_to_management
from spark import clock, urls  # noqa: F401 -- urls: loading offers all deeds
from spark.accounts.models import Role, User
from spark.records import BULK_ACTIONS
from tests.contracts.signing.papers import paper
from tests.fates import ELSEWHERE, FATES
from tests.steps import LEAVING, Action, Step
from tests.terms import terms
from tests.world import World, invented, papers

JOBS: dict[Action, Callable[[], None]] = {
    screening_to_incubation: admit_passed,
    signing_to_management: admit_signed,
}
DAYS = 60


class Classroom:
    """Everybody of FATES, at the end of their road.

    `moved` has each transition made: model, its method, the state it began from.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.deputy = world.user("deputy", "程素", Role.REVIEWER)
        self.next_batch = world.intake("next", clock.today() + timedelta(days=9))
        self.moved: set[tuple[type, str, str]] = set()
        self.people = dict(self._registered())
        self.roads = {name: list(fate.road[1:]) for name, fate in FATES.items()}
        post_transition.connect(self._note)
        try:
            self._live()
        finally:
            post_transition.disconnect(self._note)

    def college_of(self, name: str) -> User:
        return self.world.mei if name in ELSEWHERE else self.world.lin

    def actor(self, step: Step, name: str) -> User | None:
        """Whose business the step is for this one; nobody's if a job does it."""
        if step.by == "college":
            return self.college_of(name)
        return self.world.people.get(step.by)

    def _note(self, instance: object, name: str, source: str, **given) -> None:
        if isinstance(instance, StageRecord):
            self.moved.add((type(instance), name, source))

    def _registered(self) -> Iterator[tuple[str, Candidate]]:
        """A roster of each college, in the order of FATES."""
        for college, campus in (
            (self.world.lin, self.world.campus),
            (self.world.mei, self.world.other),
        ):
            names = [name for name in FATES if self.college_of(name) == college]
            taken = rosters.add_candidates(
                actor=college,
                batch=self.world.batch,
                campus=campus,
                entries=[invented() for _ in names],
                reason=FATES[names[0]].road[0].reason,
                at=morning(0),
            )
            yield from zip(names, (entry.candidate for entry in taken), strict=True)

    def _live(self) -> None:
        """Everybody a step a day; a job once nobody has anything else to do."""
        for day in range(1, DAYS):
            today = {name: road[0] for name, road in self.roads.items() if road}
            if not today:
                return
            waits = {step.act for step in today.values() if step.by == "job"}
            due = {name: step for name, step in today.items() if step.by != "job"}
            if not due:
                job = next(act for act in JOBS if act in waits)
                due = {name: step for name, step in today.items() if step.act == job}
            self._day(due, morning(day))
        raise AssertionError("somebody never arrives")

    def _day(self, due: dict[str, Step], at: datetime) -> None:
        groups: dict[tuple[Step, User | None], list[int]] = defaultdict(list)
        for name, step in due.items():
            groups[step, self.actor(step, name)].append(self.people[name].pk)
            self.roads[name].pop(0)
        for number, ((step, actor), people) in enumerate(groups.items()):
            self._do(step, actor, people, at + timedelta(minutes=5 * number))

    def _do(
        self, step: Step, actor: User | None, people: list[int], at: datetime
    ) -> None:
        if actor is None:
            with time_machine.travel(at, tick=False):
                JOBS[step.act]()
            return
        given = self._elsewhere(step, people) or self._listed(step, actor, people)
        if step.reason:
            given["reason"] = step.reason
        step.act(actor=actor, at=at, **given, **self._given(step, at))

    def _elsewhere(self, step: Step, people: list[int]) -> dict | None:
        """To whom or what is done what no list offers for many."""
        match step.act:
            case register.change_particulars:
                return {"pk": people[0], "phone": "13900000000"}
            case register.open_id_number:
                return {"pk": people[0], "purpose": "check"}
            case register.correct_identity:
                return {"pk": people[0], "name": "林更正"}
            case screening.reassign:
                return {"giver": self.deputy, "taker": self.world.reviewer}
            case screening.roll_waitlist:
                return {"batch": self.world.batch, "into": self.next_batch}
            case signing.add_scan:
                contracts = Contract.objects.filter(candidate__in=people)
                return {"ids": [contract.pk for contract in contracts]}
            case signing.open_scan:
                scan = Scan.objects.get(contract__candidate__in=people)
                return {"contract_id": scan.contract_id, "pk": scan.pk}
        return None

    def _listed(self, step: Step, actor: User, people: list[int]) -> dict:
        """The records as the lists offer the action to the actor for all of them."""
        (action,) = (bulk for bulk in BULK_ACTIONS.values() if bulk.verb == step.act)
        rows = action.rows(actor, people)
        assert action.verb.may(actor) and set(rows) == set(people), step
        return {"ids": [row.pk for row in rows.values()]}

    def _given(self, step: Step, at: datetime) -> dict:
        """What its form asks for besides the reason."""
        today = clock.day(at)
        if step.act in LEAVING:
            return {"left_reason": LeaveReason.objects.get(slug=step.choice)}
        match step.act:
            case act if "decision" in act.asks:
                return {"decision": step.choice}
            case incubation.take_up_again:
                return {"papers": papers(agreement_on=today, consent_on=today)}
            case act if "papers" in act.asks:
                return {"papers": papers(policy_number=f"PZDS{at:%Y%m%d}")}
            case signing.issue:
                return terms(starts_on=today)
            case signing.add_scan:
                return {"kind": "candidate", "scan": paper()}
            case signing.sign | signing.countersign:
                return {"signed_on": today}
            case team.confirm:
                return {"team": self.world.team}
        return {}


def morning(day: int) -> datetime:
    """Ten o'clock of a day of the class; all of them are over."""
    first = clock.now().replace(hour=10, minute=0, second=0, microsecond=0)
    return first - timedelta(days=DAYS - day)
