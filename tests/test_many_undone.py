"""What was done to many is taken back from its toast, but for what changed since."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from candidates.incubation import actions as incubation
from candidates.incubation.handover import screening_to_incubation
from candidates.incubation.models import Incubation
from candidates.register.models import Candidate
from candidates.rosters.actions import add_candidates
from candidates.screening import actions as screening
from candidates.screening.handover import register_to_screening
from candidates.screening.models import Screening
from spark import clock
from spark.accounts.models import RoleGrant
from spark.accounts.scope import SYSTEM
from tests.story import last_event, record_of
from tests.test_confirming import offer_in
from tests.test_many_at_once import bulk
from tests.world import World, invented, papers

REASON = "期末考试"


def interns(world: World, count: int) -> list[Candidate]:
    """Of one class, their internships under way."""
    entries = [invented() for _ in range(count)]
    at = {"actor": SYSTEM, "batch": world.batch, "campus": world.campus}
    add_candidates(**at, entries=entries)
    names = [entry.name for entry in entries]
    people = list(Candidate.objects.filter(person__name__in=names).order_by("pk"))
    register_to_screening(actor=SYSTEM, ids=[one.pk for one in people])
    of = {"candidate__in": people}
    ids = list(Screening.objects.filter(**of).values_list("pk", flat=True))
    screening.open_review(actor=SYSTEM, ids=ids)
    screening.decide(actor=SYSTEM, ids=ids, decision="passed", reason="讲品有演示")
    screening.release(actor=SYSTEM, ids=ids)
    screening_to_incubation(actor=SYSTEM, ids=ids)
    ids = list(Incubation.objects.filter(**of).values_list("pk", flat=True))
    incubation.activate(actor=SYSTEM, ids=ids, papers=papers())
    return people


def suspended(client, people: list[Candidate]) -> dict[str, str]:
    """What the toast sends after a coordinator suspended them."""
    answer = bulk(client, "incubation-suspend", people, reason=REASON, confirmed="1")
    return offer_in(client.get(answer.url).text)


def states(people: list[Candidate]) -> list[str]:
    found = Incubation.objects.filter(candidate__in=people).order_by("candidate")
    return list(found.values_list("state", flat=True))


def said(answer) -> dict[str, str]:
    found = get_messages(answer.wsgi_request)
    return {message.level_tag: str(message) for message in found}


@pytest.mark.parametrize("count", [1, 3, 200])
def test_a_toast_takes_back_what_was_done_to_many(
    client, world, count, django_assert_max_num_queries
):
    people = interns(world, count)
    client.force_login(world.lin)
    with django_assert_max_num_queries(30):
        offer = suspended(client, people)
    assert states(people) == ["suspended"] * count
    with django_assert_max_num_queries(15):
        answer = client.post(reverse("undo"), offer)
    assert answer.url == offer["back"]
    assert states(people) == ["active"] * count
    if count > 1:
        assert f"{count} 人" in said(answer)["success"]


def test_history_says_who_took_it_back_and_why(client, world):
    people = interns(world, 2)
    client.force_login(world.lin)
    client.post(reverse("undo"), suspended(client, people))
    for one in people:
        event = last_event(record_of(Incubation, one))
        assert event["verb"] == "incubation.resume"
        assert event["actor"] == world.lin.pk
    answer = bulk(client, "incubation-suspend", people, reason=REASON, confirmed="1")
    client.get(answer.url)
    answer = bulk(client, "incubation-resume", people, confirmed="1")
    client.post(reverse("undo"), offer_in(client.get(answer.url).text))
    assert states(people) == ["suspended"] * 2
    for one in people:
        event = last_event(record_of(Incubation, one))
        assert (event["verb"], bool(event["reason"])) == ("incubation.suspend", True)


def test_who_was_changed_since_is_named_and_left(client, world):
    first, other, _third = people = interns(world, 3)
    client.force_login(world.lin)
    offer = suspended(client, people)
    ids = [record_of(Incubation, other).pk]
    incubation.resume(actor=world.office, ids=ids)
    incubation.suspend(actor=world.office, ids=ids, reason="病假")
    answer = client.post(reverse("undo"), offer)
    assert states(people) == ["active", "suspended", "active"]
    words = said(answer)
    assert "2 人" in words["success"]
    assert other.person.name in words["warning"]
    assert first.person.name not in words["warning"]
    assert last_event(record_of(Incubation, other))["reason"] == "病假"
    client.get("/")  # has said so
    # Pressed once more there is nothing left of it, and it says so.
    assert set(said(client.post(reverse("undo"), offer))) == {"warning"}
    assert states(people) == ["active", "suspended", "active"]


def test_only_those_of_the_act_are_taken_back(client, world):
    """Who was in the way of it, or was suspended before, stays as they are."""
    people = interns(world, 3)
    before = people.pop()
    ids = [record_of(Incubation, before).pk]
    incubation.suspend(actor=SYSTEM, ids=ids, reason="病假")
    client.force_login(world.lin)
    url = reverse("candidate-bulk", args=["incubation-suspend"])
    sent = {"ids": [one.pk for one in [*people, before]], "given": "1"}
    sent |= {"many-reason": REASON, "confirmed": "1"}
    answer = client.post(url, sent | {"hit": [one.pk for one in people]})
    client.post(reverse("undo"), offer_in(client.get(answer.url).text))
    assert states(people) == ["active"] * 2
    assert states([before]) == ["suspended"]


def test_who_may_no_more_takes_nothing_back(client, world):
    people = interns(world, 2)
    client.force_login(world.lin)
    offer = suspended(client, people)
    RoleGrant.objects.filter(user=world.lin).update(campus=world.other)
    assert client.post(reverse("undo"), offer).status_code == 404
    RoleGrant.objects.filter(user=world.lin).delete()
    answer = client.post(reverse("undo"), offer)
    assert set(said(answer)) == {"warning"}
    assert states(people) == ["suspended"] * 2


def test_it_is_for_who_did_it_and_for_minutes(client, world, time_machine):
    people = interns(world, 2)
    client.force_login(world.lin)
    offer = suspended(client, people)
    client.force_login(world.office)
    assert client.post(reverse("undo"), offer).status_code == 404
    time_machine.move_to(clock.now() + timedelta(minutes=11))
    client.force_login(world.lin)
    assert client.post(reverse("undo"), offer).status_code == 404
    assert states(people) == ["suspended"] * 2


def test_what_cannot_be_undone_offers_nothing(client, world):
    people = [world.candidate("waiting") for _ in range(2)]
    client.force_login(world.office)
    answer = bulk(client, "screening-open-review", people, confirmed="1")
    assert offer_in(client.get(answer.url).text) == {}
