"""What holds of every verb of every stage: what it leads to, and whose it is."""

from functools import partial

import pytest

from candidates.incubation.handover import screening_to_incubation
from candidates.incubation.models import Incubation
from candidates.screening.models import Screening
from contracts.signing.handover import training_to_signing
from contracts.signing.models import Contract
from contracts.team.handover import signing_to_management
from spark.accounts.scope import SYSTEM
from tests.stages import STAGES
from tests.story import (
    duties,
    message_keys,
    messages_sent,
    outcome,
    possible,
    record_of,
    standing,
    who_may,
)
from tests.world import EVERYBODY
from training.course.handover import incubation_to_training
from training.course.models import Enrolment

VERBS = pytest.mark.parametrize(
    ("stage", "case"),
    [
        pytest.param(stage, case, id=f"{name}-{verb}")
        for name, stage in STAGES.items()
        for verb, case in stage.cases.items()
    ],
)


@VERBS
def test_a_verb_leads_on_and_tells_and_asks(world, stage, case):
    candidate, pk = stage.stand(world, case.start)
    before = message_keys()
    case.act(actor=SYSTEM, ids=[pk])
    assert standing(candidate) == case.leads
    assert duties(candidate) == case.duties
    assert messages_sent(before) == case.messages


@VERBS
def test_a_verb_is_for_its_roles(world, stage, case):
    _, pk = stage.stand(world, case.start)
    assert who_may(world, partial(case.act, ids=[pk])) == case.tried


@pytest.mark.parametrize("stage", STAGES.values(), ids=STAGES)
def test_in_each_state_only_its_verbs_are_possible(world, stage):
    assert stage.possible.keys() >= stage.aside.keys()
    found = {
        point: possible(stage.cases, stage.stand(world, point)[1])
        for point in stage.possible
    }
    assert found == stage.possible


@VERBS
def test_one_who_stands_elsewhere_keeps_all_back(world, stage, case):
    candidate, pk = stage.stand(world, case.start)
    other, elsewhere = stage.stand(world, stage.over)
    before = (standing(candidate), standing(other), duties(candidate))
    messages = message_keys()
    said = outcome(partial(case.act, actor=SYSTEM, ids=[pk, elsewhere]))
    assert said == case.elsewhere
    assert (standing(candidate), standing(other), duties(candidate)) == before
    assert message_keys() == messages


@pytest.mark.parametrize(
    ("model", "point", "enter", "keeper"),
    [
        (Screening, "passed", screening_to_incubation, "office"),
        (Incubation, "active", incubation_to_training, "office"),
        (Enrolment, "qualified", training_to_signing, "signing"),
        (Contract, "in_force", signing_to_management, "signing"),
    ],
)
def test_a_stage_is_entered_by_its_keepers_hand_and_only_once(
    world, model, point, enter, keeper
):
    ids = [record_of(model, world.candidate(point)).pk]
    act = partial(enter, ids=ids)
    assert who_may(world, act) == {
        "done": {keeper},
        "not-your-role": EVERYBODY - {keeper},
    }
    act(actor=world.people[keeper])
    assert outcome(partial(act, actor=world.people[keeper])) == "state-moved"
