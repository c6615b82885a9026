"""What people leave behind: decisions, contracts, internships."""

from datetime import timedelta
from functools import partial

import pytest

from candidates.incubation import actions as incubation
from candidates.incubation.models import Incubation
from candidates.screening import actions as screening
from contracts.signing import actions as signing
from contracts.signing.models import Contract
from spark import clock
from spark.accounts.scope import SYSTEM
from tests.candidates.incubation.verbs import correct_papers, take_up_again
from tests.stages import STAGES
from tests.story import duties, leaving, outcome, record_of, standing
from training.course import actions as course
from training.course.models import Enrolment

DECIDE = {("training-decide", "office")}


@pytest.mark.parametrize(
    ("stage", "point", "decide", "decision"),
    [
        ("screening", "in_review", screening.decide, "passed"),
        ("training", "competing", course.decide, "qualified"),
    ],
)
def test_a_decision_nobody_was_told_of_is_forgotten(
    world, stage, point, decide, decision
):
    candidate, pk = STAGES[stage].stand(world, point)
    decide(actor=SYSTEM, ids=[pk], decision=decision, reason="讲品有演示")
    leaving(STAGES[stage].leave)(actor=world.lin, ids=[pk])
    record = record_of(STAGES[stage].model, candidate)
    assert (record.decision, record.decision_reason) == ("", "")


def test_a_decision_that_was_released_stays(world):
    candidate, pk = STAGES["training"].stand(world, "qualified")
    leaving(course.leave)(actor=world.lin, ids=[pk])
    assert record_of(Enrolment, candidate).decision == "qualified"


@pytest.mark.parametrize(
    ("point", "state"),
    [
        ("draft", "void"),
        ("issued", "void"),
        ("signed_by_candidate", "void"),
        ("in_force", "ended"),
        ("expired", "expired"),
    ],
)
def test_no_contract_stays_open_of_who_left(world, point, state):
    candidate, pk = STAGES["signing"].stand(world, point)
    leaving(signing.leave, "terms")(actor=world.signing, ids=[pk])
    assert record_of(Contract, candidate).state == state


def test_who_leaves_by_an_old_contract_leaves_no_new_draft_open(world):
    candidate, pk = STAGES["signing"].stand(world, "void")
    signing.draft_again(actor=SYSTEM, ids=[pk])
    leaving(signing.leave, "terms")(actor=world.signing, ids=[pk])
    states = candidate.contract_set.values_list("state", flat=True)
    assert list(states) == ["void", "void"]
    assert duties(candidate) == {("incubation-close", "coordinator")}


@pytest.mark.parametrize(
    ("aside", "close"),
    [
        (None, incubation.complete),
        (None, partial(incubation.break_off, reason="已离开项目")),
        (incubation.suspend, partial(incubation.break_off, reason="已离开项目")),
    ],
)
def test_the_college_closes_the_internship_of_who_left(world, aside, close):
    candidate, pk = STAGES["training"].stand(world, "learning")
    ids = [record_of(Incubation, candidate).pk]
    if aside:
        aside(actor=SYSTEM, ids=ids, reason="期末考试")
    leaving(course.leave)(actor=SYSTEM, ids=[pk])
    assert duties(candidate) == {("incubation-close", "coordinator")}
    close(actor=world.lin, ids=ids)
    assert duties(candidate) == set()
    assert standing(candidate) == ("left training", "further_study")


def test_an_internship_that_ended_asks_nothing_more(world):
    candidate, pk = STAGES["training"].stand(world, "learning")
    incubation.complete(actor=SYSTEM, ids=[record_of(Incubation, candidate).pk])
    leaving(course.leave)(actor=SYSTEM, ids=[pk])
    assert duties(candidate) == set()


@pytest.mark.parametrize(
    ("point", "said"),
    [
        ("active", "state-moved"),
        ("learning", "leave-later-stage-first"),
        ("draft", "done"),
        ("confirmed", "done"),
    ],
)
def test_an_internship_is_broken_off_once_training_is_over(world, point, said):
    candidate = world.candidate(point)
    ids = [record_of(Incubation, candidate).pk]
    before = standing(candidate)
    act = partial(incubation.break_off, actor=world.lin, ids=ids, reason="提前入职")
    assert outcome(act) == said
    assert standing(candidate) == before


def test_who_comes_back_by_appeal_has_no_reason_and_their_internship_goes_on(world):
    candidate, pk = STAGES["training"].stand(world, "competing")
    given = {"actor": SYSTEM, "ids": [pk]}
    course.decide(**given, decision="eliminated", reason="转化偏低")
    course.release(**given)
    assert ("incubation-close", "coordinator") in duties(candidate)
    course.appeal(**given, reason="设备故障")
    assert standing(candidate) == ("training", "competing")
    assert candidate.left_reason is None
    assert duties(candidate) == {("training-decide", "office")}


@pytest.mark.parametrize(
    ("act", "left"),
    [
        (leaving(course.leave), set()),
        (partial(course.decide, decision="qualified", reason="复核后靠前"), DECIDE),
    ],
)
def test_nobody_is_asked_for_an_internship_that_is_not_needed(world, act, left):
    candidate, pk = STAGES["incubation"].stand(world, "broken off")
    ids = [record_of(Enrolment, candidate).pk]
    assert duties(candidate) == DECIDE | {("incubation-again", "coordinator")}
    act(actor=SYSTEM, ids=ids)
    if left:
        course.release(actor=SYSTEM, ids=ids)
        assert duties(candidate) == {("contract-open", "signing")}
    else:
        assert duties(candidate) == set()
    again = partial(take_up_again, actor=world.lin, ids=[pk])
    assert outcome(again) == ("done" if left else "state-moved")


def test_an_internship_whose_days_are_over_is_to_be_prolonged(world):
    candidate = world.candidate("competing")
    record = record_of(Incubation, candidate)
    ids = [record_of(Enrolment, candidate).pk]
    course.decide(actor=SYSTEM, ids=ids, decision="eliminated", reason="转化偏低")
    course.release(actor=SYSTEM, ids=ids)
    late = clock.now() + timedelta(days=160)
    course.appeal(actor=SYSTEM, ids=ids, reason="设备故障", at=late)
    assert duties(candidate) == DECIDE | {("incubation-again", "coordinator")}
    correct_papers(actor=world.lin, ids=[record.pk])
    assert duties(candidate) == DECIDE
