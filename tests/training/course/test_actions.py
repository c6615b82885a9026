"""Training: entering it, deciding, and what else its verbs keep and refuse."""

from datetime import timedelta
from functools import partial

import pytest

from candidates.incubation import actions as incubation
from candidates.incubation.models import Incubation
from spark.accounts.scope import SYSTEM
from spark.audit import trail
from spark.duties.models import Duty
from spark.errors import Refused
from spark.notifications.models import Message
from tests.story import (
    at_once,
    duties,
    leaving,
    message_keys,
    messages_sent,
    moment,
    outcome,
    record_of,
    standing,
)
from tests.training.course.verbs import CLOSE, TRAINING
from tests.world import World
from training.course import actions
from training.course.handover import incubation_to_training
from training.course.models import Enrolment


def test_what_is_not_decided_cannot_be_released(world):
    _, pk = TRAINING.stand(world, "competing")
    _, qualified = TRAINING.stand(world, "qualified")
    release = partial(actions.release, actor=world.office)
    assert outcome(partial(release, ids=[pk])) == "training-undecided"
    assert outcome(partial(release, ids=[qualified])) == "state-moved"


def test_interns_enrol_and_the_internship_goes_on(world):
    candidate = world.candidate("active")
    intern = record_of(Incubation, candidate)
    before, at = message_keys(), moment("2026-03-04 10:00")
    incubation_to_training(actor=world.office, ids=[intern.pk], at=at)
    assert standing(candidate) == ("training", "enrolled")
    assert duties(candidate) == {("training-start", "office")}
    assert Duty.objects.get(closed_at=None).due_at == at + timedelta(days=7)
    assert messages_sent(before) == {("training-entered", "lin")}
    assert Incubation.objects.get().state == "active"


@pytest.mark.parametrize("aside", ["papers missing", "suspended"])
def test_one_without_a_running_internship_keeps_all_from_enrolling(world, aside):
    active = record_of(Incubation, world.candidate("active")).pk
    until = "paperwork" if aside == "papers missing" else "active"
    other = record_of(Incubation, world.candidate(until)).pk
    if aside == "suspended":
        incubation.suspend(actor=world.lin, ids=[other], reason="期末考试")
    act = partial(incubation_to_training, actor=world.office, ids=[active, other])
    assert outcome(act) == "internship-not-active"
    assert not Enrolment.objects.exists()


def test_a_suspension_shows_in_the_internship_and_not_in_the_stage(world):
    candidate = world.candidate("learning")
    ids = [record_of(Incubation, candidate).pk]
    incubation.suspend(actor=world.lin, ids=ids, reason="期末考试")
    assert standing(candidate) == ("training", "learning")


def test_a_decision_can_change_until_it_is_released(world):
    candidate, pk = TRAINING.stand(world, "competing")
    decide = partial(actions.decide, actor=world.office, ids=[pk], reason="x")
    decide(decision="qualified")
    decide(decision="eliminated", reason="转化偏低")
    record = Enrolment.objects.get()
    assert (record.decision, record.decision_reason) == ("eliminated", "转化偏低")
    actions.release(actor=world.office, ids=[pk])
    assert standing(candidate) == ("left training", "not_selected")
    assert outcome(partial(decide, decision="qualified")) == "state-moved"


def test_an_appeal_forgets_the_decision(world):
    _, pk = TRAINING.stand(world, "eliminated")
    actions.appeal(actor=world.office, ids=[pk], reason="设备故障")
    record = Enrolment.objects.get()
    assert (record.decision, record.decision_reason) == ("", "")


def test_many_are_released_at_once_each_for_its_own_reason(world):
    people = {}
    for decision in ("qualified", "eliminated"):
        people[decision] = candidate = world.candidate("competing")
        ids = [record_of(Enrolment, candidate).pk]
        actions.decide(
            actor=world.office, ids=ids, decision=decision, reason=f"为{decision}"
        )
    before = message_keys()
    ids = list(Enrolment.objects.values_list("pk", flat=True))
    actions.release(actor=world.office, ids=ids)
    assert {
        decision: standing(candidate) for decision, candidate in people.items()
    } == {
        "qualified": ("training", "qualified"),
        "eliminated": ("left training", "not_selected"),
    }
    for decision, candidate in people.items():
        assert trail.timeline(candidate, internal=False)[0].reason == f"为{decision}"
    (letter,) = Message.objects.exclude(pk__in=before).filter(channel="email")
    assert (letter.to, letter.facts["count"]) == (world.lin, 2)
    assert duties(*people.values()) == {("contract-open", "signing")} | CLOSE


def test_two_at_once_are_not_both_right(transactional_db):
    world = World()
    candidate, pk = TRAINING.stand(world, "decided")
    leave = partial(leaving(actions.leave), ids=[pk])
    by_both = [partial(leave, actor=actor) for actor in (world.office, world.lin)]
    assert at_once(*by_both) == ["done", "state-moved"]
    assert standing(candidate) == ("left training", "further_study")


def test_nobody_competes_while_the_internship_is_suspended(world):
    candidate = world.candidate("learning")
    internship = candidate.incubation_set.get()
    incubation.suspend(actor=SYSTEM, ids=[internship.pk], reason="期末考试")
    record = record_of(Enrolment, candidate)
    with pytest.raises(Refused, match="internship-suspended"):
        actions.start_competing(actor=SYSTEM, ids=[record.pk])
