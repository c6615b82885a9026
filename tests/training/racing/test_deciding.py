"""Deciding after a round: proposals, departures, extra slots, what is refused."""

import pytest
from django.http import Http404

from spark import clock
from spark.errors import Refused
from tests.training.racing.raced import ABOVE, BELOW, NEAR, WHY, Raced
from training.racing import actions
from training.racing.models import RoundDecision
from training.racing.rules.board import Board
from training.standings.actions import enter_result
from training.timetable.queries.around import around_round, slots_to_plan
from training.trials.models import Trial

NUMBERS = {"viewers": 4100, "views": 5200, "average_watch_seconds": 71}


@pytest.fixture
def raced(world) -> Raced:
    return Raced(world, [ABOVE, NEAR, BELOW], extra_slots=1)


def test_everybody_gets_what_is_proposed(raced):
    raced.everybody()
    found = [raced.decision(n) for n in range(3)]
    assert [(one.outcome, one.slots) for one in found] == [
        ("through", 0),
        ("extra", 1),
        ("out", 0),
    ]
    assert {one.standing_id for one in found} == {raced.standing.pk}
    assert {one.decided_by for one in found} == {raced.world.office}
    assert not any(one.departs for one in found)


def test_a_departure_needs_a_ground_of_its_own(raced):
    with pytest.raises(Refused, match="race-departs"):
        raced.decide(2, outcome="through")
    raced.decide(2, outcome="through", ground="promise", reason="进步很快")
    one = raced.decision(2)
    assert (one.outcome, one.proposed, one.departs) == ("through", "out", True)
    assert (one.ground, one.reason) == ("promise", "进步很快")


def test_it_is_changed_until_released_and_history_keeps_both(raced):
    raced.decide(0)
    raced.decide(0, outcome="out", ground="conduct", reason="两次迟到")
    assert RoundDecision.objects.count() == 1
    assert raced.decision(0).outcome == "out"
    kept = RoundDecision.pgh_event_model.objects.order_by("pgh_id")  # type: ignore[attr-defined]
    assert [one.outcome for one in kept] == ["through", "out"]


def test_only_the_office_decides(raced):
    for person in (raced.world.lin, raced.world.mentor, raced.world.manager):
        with pytest.raises((Http404, Refused)):
            raced.decide(0, actor=person)
    assert not RoundDecision.objects.exists()


def test_nobody_is_decided_on_without_a_standing_that_holds(raced, world):
    trial = Trial.objects.filter(round=raced.round).first()
    raced.stand([ABOVE, NEAR, BELOW], at=clock.now())
    enter_result(actor=world.office, pk=trial.pk, numbers=NUMBERS)
    with pytest.raises(Refused, match="race-outdated"):
        raced.decide(0)
    raced.stand([ABOVE, NEAR, BELOW])
    raced.decide(0)
    enter_result(actor=world.office, pk=trial.pk, numbers={"new_followers": 7})
    raced.decide(0)


def test_without_any_standing_it_says_so(world):
    raced = Raced(world, [ABOVE])
    other = raced.studio.campaign.rounds.create(
        number=2, starts_on=raced.round.starts_on, ends_on=raced.round.ends_on
    )
    with pytest.raises(Refused, match="race-unranked"):
        actions.decide(
            actor=world.office,
            ids=[raced.enrolment(0).pk],
            round_=other,
            ground="standing",
            reason=WHY,
        )


def test_who_has_too_little_data_is_decided_on_by_a_person(raced):
    lone = raced.world.candidate("competing")
    raced.studio.trial("finished", lone, raced.studio.slot(6))
    short = raced.stand([ABOVE, NEAR, BELOW])
    raced.place(short, lone, None, 0)
    raced.people.append(lone)
    with pytest.raises(Refused, match="race-unplaced"):
        raced.decide(3)
    raced.decide(3, outcome="through", ground="data", reason="只有一场")
    assert raced.decision(3).proposed == ""


def test_extra_slots_are_no_more_than_the_round_has_and_are_planned(raced):
    with pytest.raises(Refused, match="race-slots-short"):
        raced.decide(1, outcome="extra", slots=2)
    raced.decide(1)
    around = around_round(raced.round, slots_to_plan(raced.round), clock.now(), None)
    assert around.extra == {raced.people[1].pk: 1}
    raced.stand([ABOVE, NEAR, BELOW])
    raced.decide(1, outcome="through")
    assert raced.decision(1).outcome == "through"
    around = around_round(raced.round, slots_to_plan(raced.round), clock.now(), None)
    assert around.extra == {raced.people[1].pk: 1}


def test_places_of_a_direction_bind_what_is_proposed(raced):
    direction = raced.people[0].direction
    given = {"actor": raced.world.office, "pk": raced.round.pk, "campus": None}
    actions.set_places(**given, direction=direction, places=0)
    board = Board(raced.round)
    assert board.outcome_of(raced.people[0].pk) == "out"
    actions.set_places(**given, direction=direction, places=None)
    assert Board(raced.round).outcome_of(raced.people[0].pk) == "through"
