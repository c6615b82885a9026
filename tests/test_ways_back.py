"""Whoever is brought back stands where they can go on: every way back, to the next
stage's door."""

from functools import partial

import pytest

from candidates.incubation import actions as incubation
from candidates.incubation.models import Incubation
from candidates.register.models import Candidate
from candidates.register.stages import ROAD, STAGE_STATES
from spark import clock
from spark.accounts.scope import SYSTEM
from tests.candidates.incubation.verbs import back_in_training, take_up_again
from tests.stages import STAGES
from tests.story import duties, outcome, record_of, standing
from tests.training.trials.studio import Studio
from tests.world import WALK, papers

# By stage and verb: where one stands who was brought back, for WALK to lead on from.
WAYS_BACK = {
    ("screening", "appeal"): "in_review",
    ("screening", "receive-more"): "in_review",
    ("screening", "take-from-waitlist"): "passed",
    ("incubation", "resume"): "active",
    ("incubation", "take-up-again"): "competing",
    ("training", "appeal"): "competing",
    ("signing", "draft-again"): "draft",
    ("management", "return-from-leave"): "confirmed",
}
ONWARD = {"take-from-waitlist"}  # leads on, yet from where others end


def leads_back(stage: str, verb: str) -> bool:
    """Into a state that comes before the one it is done in, or out of an ended one."""
    case = STAGES[stage].cases[verb]
    known = STAGE_STATES.get(stage)
    if known is None or case.leads[0] not in ROAD:
        return False
    transition = STAGES[stage].model.__dict__.get(verb.replace("-", "_"))
    if transition is None:
        return verb == "draft-again"
    order = known.states.values
    moves = (
        STAGES[stage]
        .model._meta.get_field("state")
        .get_all_transitions(STAGES[stage].model)
    )
    return any(
        order.index(move.target) < order.index(move.source)
        for move in moves
        if move.name == transition.__name__
    )


def test_every_way_back_is_walked():
    found = {
        (stage, verb)
        for stage in STAGES
        for verb in STAGES[stage].cases
        if leads_back(stage, verb)
    }
    assert found == {way for way in WAYS_BACK if way[1] not in ONWARD}


def onward(candidate: Candidate, point: str) -> set[str]:
    """The stages they come to, led on from there to the end."""
    points = list(WALK)
    come = set()
    for name in points[points.index(point) :]:
        WALK[name](candidate.pk)
        come.add(standing(candidate)[0])
    return come


@pytest.mark.parametrize(("stage", "verb"), WAYS_BACK, ids=lambda way: str(way))
def test_who_is_brought_back_gets_to_the_end(world, stage, verb):
    case = STAGES[stage].cases[verb]
    candidate, pk = STAGES[stage].stand(world, case.start)
    case.act(actor=SYSTEM, ids=[pk])
    come = onward(candidate, WAYS_BACK[stage, verb])
    assert standing(candidate) == ("management", "confirmed")
    assert come >= set(ROAD[ROAD.index(stage) + 1 :])
    assert duties(candidate) == set()


@pytest.mark.parametrize(
    "end", [None, incubation.complete], ids=["broken off", "completed"]
)
def test_who_competes_again_is_on_air_again_once_the_papers_are_new(world, end):
    studio = Studio(world)
    candidate = world.candidate("competing")
    ids = [record_of(Incubation, candidate).pk]
    back_in_training(actor=SYSTEM, ids=ids, end=end)
    place = partial(studio.place, studio.draft(), candidate, studio.slot())
    assert outcome(place) == "host-outside-internship"
    old = partial(incubation.take_up_again, actor=world.lin, ids=ids, papers=papers())
    assert outcome(old) == "papers-of-before"
    said = outcome(partial(old, reason="误点了结束实习"))
    assert said == ("papers-of-before" if end is None else "done")
    if end is None:
        take_up_again(actor=world.lin, ids=ids)
    assert outcome(partial(place, reason="周末也播")) == "done"


def test_a_completed_internship_keeps_nobody_in_training_off_air_for_good(world):
    candidate = world.candidate("learning")
    ids = [record_of(Incubation, candidate).pk]
    incubation.complete(actor=world.lin, ids=ids)
    take_up_again(actor=world.lin, ids=ids, starts_on=clock.today())
    assert standing(candidate) == ("training", "learning")
    assert record_of(Incubation, candidate).state == "active"
