"""A campus's system lets somebody leave during training."""

import pytest

from tests.story import record_of, standing
from tests.training.systems import codes, system
from training.course.models import Enrolment

__all__ = ["system"]
LEAVES = {"left_reason": "further_study", "reason": "考上了本科"}


def test_a_system_lets_somebody_leave(world, system):
    record = record_of(Enrolment, world.candidate("competing"))
    path = f"enrolments/{record.pk}/leave"
    left = system("POST", path, LEAVES)
    assert (left.status_code, left.json()["state"]) == (200, "dropped")
    assert standing(record.candidate) == ("left training", "further_study")
    assert system("POST", path, LEAVES).status_code == 409


@pytest.mark.parametrize("field", LEAVES)
def test_who_leaves_does_so_in_words_and_for_a_reason(world, system, field):
    record = record_of(Enrolment, world.candidate("learning"))
    given = {name: value for name, value in LEAVES.items() if name != field}
    response = system("POST", f"enrolments/{record.pk}/leave", given)
    assert (response.status_code, codes(response)) == (400, [f"#/{field}"])


def test_another_campuss_enrolment_is_not_there(world, system):
    record = record_of(Enrolment, world.candidate("learning", campus=world.other))
    response = system("POST", f"enrolments/{record.pk}/leave", LEAVES)
    assert response.status_code == 404
