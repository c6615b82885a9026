"""Into screening: who calls whom, and what follows."""

from datetime import timedelta
from functools import partial

from candidates.screening.handover import register_to_screening
from spark.duties.models import Duty
from tests.story import duties, messages_sent, moment, outcome, standing, who_may
from tests.world import EVERYBODY


def test_a_candidate_is_called_and_a_reviewer_has_to_look(world):
    candidate = world.candidate()
    at = moment("2026-03-04 10:00")
    register_to_screening(actor=world.office, ids=[candidate.pk], at=at)
    assert standing(candidate) == ("screening", "waiting")
    assert duties(candidate) == {("screening-review", "reviewer")}
    assert Duty.objects.get().due_at == at + timedelta(days=7)
    assert messages_sent() == set()


def test_only_the_office_calls_and_only_who_is_registered(world):
    candidate = world.candidate()
    call = partial(register_to_screening, ids=[candidate.pk])
    assert who_may(world, call) == {
        "done": {"office"},
        "not-your-role": EVERYBODY - {"office"},
    }
    call(actor=world.office)
    assert outcome(partial(call, actor=world.office)) == "state-moved"
