"""Places of a batch: never more passed than there are, whoever decides at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from candidates.incubation.actions import leave
from candidates.register.models import Candidate, Quota
from candidates.screening import actions
from candidates.screening.models import Screening
from spark.accounts.scope import SYSTEM
from spark.errors import Refused, words
from tests.story import leaving


def quota(world, places: int, campus=None) -> Quota:
    direction = world.batch.directions.get()
    return Quota.objects.create(
        batch=world.batch, direction=direction, campus=campus, places=places
    )


def decided(world, count: int, campus=None, decision: str = "passed") -> list[int]:
    """Screenings in review with a decision noted."""
    people = [world.candidate("in_review", campus) for _ in range(count)]
    records = Screening.objects.filter(candidate__in=people)
    ids = list(records.order_by("pk").values_list("pk", flat=True))
    actions.decide(actor=SYSTEM, ids=ids, decision=decision, reason="讲品有演示")
    return ids


def passed() -> int:
    return Screening.objects.filter(state="passed").count()


def test_as_many_pass_as_there_are_places(world):
    quota(world, 2)
    actions.release(actor=SYSTEM, ids=decided(world, 2))
    assert passed() == 2


def test_one_too_many_is_refused_and_nobody_of_them_passes(world):
    quota(world, 2)
    ids = decided(world, 3)
    with pytest.raises(Refused) as refused:
        actions.release(actor=SYSTEM, ids=ids)
    assert refused.value.code == "quota-full"
    assert "2" in words(refused.value).text
    assert passed() == 0


def test_a_colleges_own_quota_binds_it_alone(world):
    quota(world, 1, world.campus)
    actions.release(actor=SYSTEM, ids=decided(world, 2, world.other))
    with pytest.raises(Refused, match="quota-full"):
        actions.release(actor=SYSTEM, ids=decided(world, 2))
    assert passed() == 2


def test_both_the_whole_and_the_colleges_quota_hold(world):
    quota(world, 1)
    quota(world, 5, world.campus)
    with pytest.raises(Refused, match="quota-full"):
        actions.release(actor=SYSTEM, ids=decided(world, 2))


def test_waitlisted_and_rejected_take_no_place(world):
    quota(world, 0)
    actions.release(actor=SYSTEM, ids=decided(world, 1, decision="waitlisted"))
    actions.release(actor=SYSTEM, ids=decided(world, 1, decision="rejected"))
    assert set(Screening.objects.values_list("state", flat=True)) == {
        "waitlisted",
        "rejected",
    }


def test_the_waitlisted_take_a_place_when_accepted(world):
    quota(world, 1)
    actions.release(actor=SYSTEM, ids=decided(world, 1))
    waiting = decided(world, 1, decision="waitlisted")
    actions.release(actor=SYSTEM, ids=waiting)
    with pytest.raises(Refused, match="quota-full"):
        actions.take_from_waitlist(actor=SYSTEM, ids=waiting, reason="有人退出")


def test_leaving_frees_a_place(world):
    quota(world, 1)
    first = world.candidate("paperwork")
    ids = decided(world, 1)
    with pytest.raises(Refused, match="quota-full"):
        actions.release(actor=SYSTEM, ids=ids)
    incubation = first.incubation_set.get()
    leaving(leave)(actor=SYSTEM, ids=[incubation.pk])
    actions.release(actor=SYSTEM, ids=ids)
    assert Candidate.objects.filter(state="passed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_fifty_decisions_at_once_on_three_places_leave_exactly_three(
    transactional_db, world
):
    quota(world, 3)
    ids = decided(world, 50)

    def release(pk: int) -> str:
        try:
            actions.release(actor=SYSTEM, ids=[pk])
        except Refused as refused:
            return refused.code
        finally:
            connection.close()
        return "passed"

    with ThreadPoolExecutor(50) as pool:
        outcomes = list(pool.map(release, ids))
    assert sorted(outcomes) == ["passed"] * 3 + ["quota-full"] * 47
    assert passed() == 3
