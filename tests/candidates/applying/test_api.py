"""A college's system reads what its students sent, and answers it."""

import pytest

from candidates.register.models import Candidate
from spark.changes.models import Change
from tests.candidates.applying.applicants import call_of, sent, written
from tests.spark.rest.system import System


@pytest.mark.parametrize("rows", [1, 3])
def test_a_system_reads_and_answers_its_own_colleges_applications(
    world, rows, django_assert_num_queries
):
    system, call = System(world), call_of(world)
    written(call)
    own = [sent(call) for _ in range(rows)]
    sent(call_of(world, campus=world.other))
    system.get("applications")
    with django_assert_num_queries(2):
        found = system.get("applications").json()["results"]
    assert {row["id"] for row in found} == {row.pk for row in own}
    assert found[0]["campus"] == world.campus.code
    assert not any(row.id_number in str(found) for row in own)
    answer = system.post(f"applications/{own[0].pk}/confirm", if_match="*")
    assert answer.status_code == 200, answer.json()
    assert answer.json()["candidate"] == Candidate.objects.get().pk
    told = Change.objects.filter(resource="applications", campus=world.campus)
    keys = set(told.values_list("object_key", flat=True))
    assert keys == {row.pk for row in own}
