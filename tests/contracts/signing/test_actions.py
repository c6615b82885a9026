"""Signing: every verb, what it leads to, and whose it is."""

from datetime import timedelta
from functools import partial

import pytest

from candidates.register.models import Candidate
from contracts.signing import actions
from contracts.signing.handover import training_to_signing
from contracts.signing.models import Contract
from contracts.team import actions as team
from contracts.team.models import Membership
from spark import clock
from spark.accounts.scope import SYSTEM
from spark.duties.models import Duty
from spark.errors import Refused
from tests.story import (
    EVERYBODY,
    Case,
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
from training.course.models import Enrolment

OFFICER, SEES = {"signing"}, {"lin", "office"}
CLOSE = {("incubation-close", "coordinator")}


def terms(**changes) -> dict:
    today = clock.today()
    given = {
        "employer": "杭州源选传媒有限公司",
        "position": "主播",
        "starts_on": today,
        "ends_on": today + timedelta(days=1095),
    }
    return given | changes


def issue(*, actor, ids, **changes) -> None:
    actions.issue(actor=actor, ids=ids, **terms(**changes))


def dated(action):
    def act(*, actor, ids) -> None:
        action(actor=actor, ids=ids, signed_on=clock.today())

    return act


def because(action):
    return partial(action, reason="升学")


CASES = {
    "issue": Case(
        "draft",
        issue,
        ("signing", "issued"),
        {("contract-sign", "signing")},
        {("contract-issued", "lin")},
        may=OFFICER,
        sees=SEES,
    ),
    "sign": Case(
        "issued",
        dated(actions.sign),
        ("signing", "signed_by_candidate"),
        {("contract-countersign", "signing")},
        set(),
        may=OFFICER,
        sees=SEES,
    ),
    "countersign": Case(
        "signed_by_candidate",
        dated(actions.countersign),
        ("signing", "in_force"),
        set(),
        {("contract-in-force", "lin")},
        may=OFFICER,
        sees=SEES,
    ),
    "void": Case(
        "issued",
        because(actions.void),
        ("signing", "void"),
        {("contract-again", "signing")},
        set(),
        may=OFFICER,
        sees=SEES,
    ),
    "expire": Case(
        "issued",
        actions.expire,
        ("signing", "expired"),
        {("contract-again", "signing")},
        set(),
        may=OFFICER,
        sees=SEES,
    ),
    "decline": Case(
        "issued",
        because(actions.decline),
        ("left signing", "declined"),
        CLOSE,
        set(),
        may=OFFICER,
        sees=SEES,
    ),
    "leave": Case(
        "void",
        leaving(actions.leave, "terms"),
        ("left signing", "terms"),
        CLOSE,
        set(),
        may=OFFICER,
        sees=SEES,
    ),
    "draft-again": Case(
        "void",
        actions.draft_again,
        ("signing", "draft"),
        {("contract-issue", "signing")},
        set(),
        may=OFFICER,
        sees=SEES,
    ),
    "end": Case(
        "in_force",
        because(actions.end),
        ("left signing", "ended"),
        CLOSE,
        set(),
        may=OFFICER,
        sees=SEES,
    ),
}
VERBS = pytest.mark.parametrize("case", CASES.values(), ids=CASES)
ASIDE = {
    "void": ("draft", because(actions.void)),
    "expired": ("issued", actions.expire),
    "declined": ("issued", because(actions.decline)),
    "ended": ("in_force", because(actions.end)),
}


def stand(world: World, point: str) -> tuple[Candidate, int]:
    """Somebody who stands there, and the key of their contract."""
    until, aside = ASIDE.get(point, (point, None))
    candidate = world.candidate(until)
    pk = record_of(Contract, candidate).pk
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
    points = ["draft", "issued", "signed_by_candidate", "in_force", *ASIDE]
    assert {point: possible(CASES, stand(world, point)[1]) for point in points} == {
        "draft": {"issue", "void", "leave"},
        "issued": {"sign", "void", "expire", "decline", "leave"},
        "signed_by_candidate": {"countersign", "void", "leave"},
        "in_force": {"end", "leave"},
        "void": {"draft-again", "leave"},
        "expired": {"draft-again", "leave"},
        "declined": set(),
        "ended": set(),
    }


@VERBS
def test_one_who_stands_elsewhere_keeps_all_back(world, case):
    candidate, pk = stand(world, case.start)
    other, elsewhere = stand(world, "declined")
    before = (standing(candidate), standing(other), duties(candidate))
    messages = so_far()
    said = outcome(partial(case.act, actor=SYSTEM, ids=[pk, elsewhere]))
    assert said == "state-moved"
    assert (standing(candidate), standing(other), duties(candidate)) == before
    assert so_far() == messages


def test_the_qualified_get_a_draft_to_be_issued_soon(world):
    candidate = world.candidate("qualified")
    before, at = so_far(), moment("2026-03-04 10:00")
    ids = [record_of(Enrolment, candidate).pk]
    training_to_signing(actor=world.signing, ids=ids, at=at)
    assert standing(candidate) == ("signing", "draft")
    assert duties(candidate) == {("contract-issue", "signing")}
    assert Duty.objects.get(closed_at=None).due_at == at + timedelta(days=5)
    assert told(before) == set()


def test_only_the_officer_drafts_and_only_once(world):
    ids = [record_of(Enrolment, world.candidate("qualified")).pk]
    enter = partial(training_to_signing, ids=ids)
    assert who_may(world, enter) == {
        "done": OFFICER,
        "not-your-role": EVERYBODY - OFFICER,
    }
    enter(actor=world.signing)
    assert outcome(partial(enter, actor=world.signing)) == "state-moved"


def test_one_not_qualified_keeps_all_from_signing(world):
    ids = [
        record_of(Enrolment, world.candidate(point)).pk
        for point in ("qualified", "competing")
    ]
    act = partial(training_to_signing, actor=SYSTEM, ids=ids)
    assert outcome(act) == "not-qualified"
    assert not Contract.objects.exists()


def test_terms_and_days_are_kept(world):
    _, pk = stand(world, "signed_by_candidate")
    today = clock.today()
    actions.countersign(actor=world.signing, ids=[pk], signed_on=today)
    contract = Contract.objects.get()
    assert {name: getattr(contract, name) for name in terms()} == terms()
    assert (contract.signed_on, contract.countersigned_on) == (today, today)


@pytest.mark.parametrize("point", ["issued", "signed_by_candidate"])
def test_nobody_signs_in_the_future(world, point):
    candidate, pk = stand(world, point)
    before = standing(candidate)
    verb = actions.sign if point == "issued" else actions.countersign
    tomorrow = clock.today() + timedelta(days=1)
    with pytest.raises(Refused) as refused:
        verb(actor=world.signing, ids=[pk], signed_on=tomorrow)
    assert (refused.value.code, refused.value.status) == ("signed-in-future", 422)
    assert standing(candidate) == before


def test_nobody_countersigns_before_the_candidate_signed(world):
    _, pk = stand(world, "signed_by_candidate")
    yesterday = clock.today() - timedelta(days=1)
    act = partial(actions.countersign, actor=world.signing, ids=[pk])
    assert outcome(partial(act, signed_on=yesterday)) == "countersigned-first"


def test_a_contract_in_force_has_a_job_take_its_person_into_the_team(
    world, django_capture_on_commit_callbacks
):
    _, pk = stand(world, "signed_by_candidate")
    with django_capture_on_commit_callbacks() as callbacks:
        dated(actions.countersign)(actor=world.signing, ids=[pk])
    tasks = {callback.args[0] for callback in callbacks}
    assert tasks == {"team.admit_signed", "notifications.deliver"}


def test_a_contract_ends_only_after_the_membership(world):
    candidate, pk = stand(world, "confirmed")
    end = partial(because(actions.end), actor=world.signing, ids=[pk])
    assert outcome(end) == "membership-first"
    ids = [record_of(Membership, candidate).pk]
    leaving(team.leave, "resigned")(actor=world.manager, ids=ids)
    assert duties(candidate) == {("contract-end", "signing")} | CLOSE
    assert outcome(end) == "done"
    assert duties(candidate) == CLOSE
    assert standing(candidate) == ("left management", "resigned")
    assert Contract.objects.get().state == "ended"
