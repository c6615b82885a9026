"""The team: every verb, what it leads to, and whose it is."""

from datetime import timedelta
from functools import partial

import pytest

from candidates.register.models import Candidate
from contracts.signing.models import Contract
from contracts.team import actions, tasks
from contracts.team.handover import signing_to_management
from contracts.team.models import Membership
from spark.accounts.scope import SYSTEM
from spark.campuses.models import MatrixTeam
from spark.duties.models import Duty
from tests.story import (
    EVERYBODY,
    Case,
    at_once,
    duties,
    leaving,
    moment,
    outcome,
    possible,
    record_of,
    so_far,
    standing,
    told,
    who_may,
)
from tests.world import World

MANAGER, SEES = {"manager"}, {"lin", "office", "signing"}


def confirm(*, actor, ids) -> None:
    actions.confirm(actor=actor, ids=ids, team=MatrixTeam.objects.get())


def because(action):
    return partial(action, reason="回乡")


CASES = {
    "confirm": Case(
        "probation",
        confirm,
        ("management", "confirmed"),
        set(),
        {("membership-confirmed", "lin")},
        may=MANAGER,
        sees=SEES,
    ),
    "go-on-leave": Case(
        "confirmed",
        because(actions.go_on_leave),
        ("management", "on_leave"),
        set(),
        set(),
        may=MANAGER,
        sees=SEES,
    ),
    "return-from-leave": Case(
        "on_leave",
        actions.return_from_leave,
        ("management", "confirmed"),
        set(),
        set(),
        may=MANAGER,
        sees=SEES,
    ),
    "leave": Case(
        "probation",
        leaving(actions.leave, "resigned"),
        ("left management", "resigned"),
        {("contract-end", "signing"), ("incubation-close", "coordinator")},
        set(),
        may=MANAGER,
        sees=SEES,
    ),
}
VERBS = pytest.mark.parametrize("case", CASES.values(), ids=CASES)
ASIDE = {
    "on_leave": ("confirmed", because(actions.go_on_leave)),
    "ended": ("confirmed", leaving(actions.leave, "resigned")),
}


def stand(world: World, point: str) -> tuple[Candidate, int]:
    """Somebody who stands there, and the key of their membership."""
    until, aside = ASIDE.get(point, (point, None))
    candidate = world.candidate(until)
    pk = record_of(Membership, candidate).pk
    if aside:
        aside(actor=SYSTEM, ids=[pk])
    return candidate, pk


@VERBS
def test_a_verb_leads_on_and_tells_and_asks(world, case):
    candidate, pk = stand(world, case.start)
    before = so_far()
    case.act(actor=SYSTEM, ids=[pk])
    assert standing(candidate) == case.leads
    assert duties(candidate) == case.duties
    assert told(before) == case.told


@VERBS
def test_a_verb_is_for_its_roles(world, case):
    _, pk = stand(world, case.start)
    assert who_may(world, partial(case.act, ids=[pk])) == case.tried


def test_in_each_state_only_its_verbs_are_possible(world):
    points = ["probation", "confirmed", *ASIDE]
    assert {point: possible(CASES, stand(world, point)[1]) for point in points} == {
        "probation": {"confirm", "leave"},
        "confirmed": {"go-on-leave", "leave"},
        "on_leave": {"return-from-leave", "leave"},
        "ended": set(),
    }


@VERBS
def test_one_who_stands_elsewhere_keeps_all_back(world, case):
    candidate, pk = stand(world, case.start)
    other, elsewhere = stand(world, "ended")
    before = (standing(candidate), standing(other), duties(candidate))
    messages = so_far()
    said = outcome(partial(case.act, actor=SYSTEM, ids=[pk, elsewhere]))
    assert said == "state-moved"
    assert (standing(candidate), standing(other), duties(candidate)) == before
    assert so_far() == messages


def test_whose_contract_is_in_force_enters_on_probation(world):
    candidate = world.candidate("in_force")
    before, at = so_far(), moment("2026-03-04 10:00")
    ids = [record_of(Contract, candidate).pk]
    signing_to_management(actor=world.signing, ids=ids, at=at)
    assert standing(candidate) == ("management", "probation")
    assert duties(candidate) == {("membership-confirm", "team")}
    assert Duty.objects.get(closed_at=None).due_at == at + timedelta(days=30)
    assert told(before) == {("membership-opened", "manager")}
    assert Contract.objects.get().state == "in_force"


def test_only_the_officer_takes_in_and_only_once(world):
    ids = [record_of(Contract, world.candidate("in_force")).pk]
    enter = partial(signing_to_management, ids=ids)
    assert who_may(world, enter) == {
        "done": {"signing"},
        "not-your-role": EVERYBODY - {"signing"},
    }
    enter(actor=world.signing)
    assert outcome(partial(enter, actor=world.signing)) == "state-moved"


def test_one_not_signed_keeps_all_from_entering(world):
    ids = [
        record_of(Contract, world.candidate(point)).pk
        for point in ("in_force", "signed_by_candidate")
    ]
    act = partial(signing_to_management, actor=SYSTEM, ids=ids)
    assert outcome(act) == "contract-not-in-force"
    assert not Membership.objects.exists()


def test_the_job_takes_in_all_who_signed_and_twice_changes_nothing(world):
    people = [world.candidate("in_force") for _ in range(3)]
    world.candidate("issued")
    tasks.admit_signed()
    assert {standing(one) for one in people} == {("management", "probation")}
    before = (list(Candidate.objects.values()), so_far())
    tasks.admit_signed()
    assert (list(Candidate.objects.values()), so_far()) == before
    assert Membership.objects.count() == 3


def test_who_is_confirmed_has_a_team(world):
    _, pk = stand(world, "probation")
    confirm(actor=world.manager, ids=[pk])
    assert Membership.objects.get().team == world.team


def test_who_left_may_come_back_in_a_later_batch(world):
    candidate, _ = stand(world, "ended")
    world.batch = world.intake("later", world.batch.closes_on + timedelta(days=200))
    again = world.candidate("probation", id_number=candidate.person.id_number)
    assert again.person == candidate.person
    assert standing(candidate) == ("left management", "resigned")
    assert standing(again) == ("management", "probation")


def test_two_at_once_are_not_both_right(transactional_db):
    world = World()
    _, pk = stand(world, "probation")
    act = partial(confirm, actor=world.manager, ids=[pk])
    assert at_once(act, act) == ["done", "state-moved"]
    assert told() >= {("membership-confirmed", "lin")}
