"""The waitlist: places by score, moving up in order when a place falls free."""

from functools import partial

import pytest
from django.test import Client

from candidates.register.models import Quota
from candidates.screening import actions, tasks
from candidates.screening.models import Screening
from spark.accounts.scope import SYSTEM
from spark.audit import trail
from spark.duties.models import Duty
from spark.errors import Refused
from spark.notifications.models import GuestMessage, Message
from tests.story import at_once, leaving, record_of
from tests.world import World

UP = {"reason": "有人退出，按顺序递补"}


def quota(world, places: int, campus=None) -> Quota:
    direction = world.batch.directions.get()
    return Quota.objects.create(
        batch=world.batch, direction=direction, campus=campus, places=places
    )


def released(world, decision: str, *campuses) -> list[Screening]:
    """One of each college, released one after the other."""
    found = []
    for campus in campuses:
        record = record_of(Screening, world.candidate("in_review", campus))
        given = {"actor": world.office, "ids": [record.pk]}
        actions.decide(**given, decision=decision, reason="名额已满")
        actions.release(**given)
        record.refresh_from_db()
        found.append(record)
    return found


def refused(record: Screening) -> str:
    with pytest.raises(Refused) as found:
        actions.move_up(actor=SYSTEM, ids=[record.pk], **UP)
    return found.value.code


def test_places_follow_each_other_as_people_are_waitlisted(world):
    first, second = released(world, "waitlisted", world.campus, world.other)
    assert (first.waitlist_place, second.waitlist_place) == (1, 2)


def test_who_is_first_moves_up_once_a_place_is_free_and_is_told(world):
    quota(world, 1)
    (holder,) = released(world, "passed", world.campus)
    first, second = released(world, "waitlisted", world.campus, world.campus)
    assert refused(first) == "waitlist-turn"
    leaving(actions.leave)(actor=world.office, ids=[holder.pk])
    assert refused(second) == "waitlist-turn"
    before = set(Message.objects.values_list("pk", flat=True))
    actions.move_up(actor=world.office, ids=[first.pk], **UP)
    first.refresh_from_db()
    assert (first.state, first.decided_by) == ("passed", world.office)
    assert first.decision_ground == "freed"
    entry = trail.timeline(first.candidate, internal=False)[0]
    assert UP["reason"] in entry.reason
    told = Message.objects.exclude(pk__in=before)
    assert {(one.kind, one.to) for one in told} == {("screening-released", world.lin)}
    own = GuestMessage.objects.filter(key=first.candidate_id).latest("pk")
    assert (own.kind, own.facts["reason"]) == ("own-decision", UP["reason"])
    assert refused(second) == "waitlist-turn"


def test_who_is_of_a_full_college_is_passed_over(world):
    quota(world, 2)
    quota(world, 0, world.campus)
    first, second = released(world, "waitlisted", world.campus, world.other)
    assert refused(first) == "waitlist-turn"
    actions.move_up(actor=SYSTEM, ids=[second.pk], **UP)
    assert Screening.objects.filter(state="passed").get() == second


def test_the_office_is_asked_to_let_up_who_is_next_and_only_while_it_can(world):
    places = quota(world, 1)
    (holder,) = released(world, "passed", world.campus)
    first, second = released(world, "waitlisted", world.campus, world.campus)
    duties = Duty.objects.filter(code="screening-move-up", closed_at=None)
    tasks.ask_to_move_up()
    assert not duties.exists()
    leaving(actions.leave)(actor=world.office, ids=[holder.pk])
    for _ in range(2):
        tasks.ask_to_move_up()
    assert duties.get().candidate_key == first.candidate_id
    assert duties.get().url == f"/screening/decisions/{world.batch.slug}/waitlist/"
    actions.move_up(actor=SYSTEM, ids=[first.pk], **UP)
    tasks.ask_to_move_up()
    assert not duties.exists()
    places.places = 2
    places.save()
    tasks.ask_to_move_up()
    assert duties.get().candidate_key == second.candidate_id
    places.places = 1
    places.save()
    tasks.ask_to_move_up()
    assert not duties.exists()


def test_the_page_lets_up_the_next_one_and_nobody_else(world):
    quota(world, 1)
    first, second = released(world, "waitlisted", world.campus, world.other)
    url = f"/screening/decisions/{world.batch.slug}/waitlist/"
    client = Client()
    client.force_login(world.office)
    page = client.get(url)
    assert page.status_code == 200
    assert page.text.index(first.candidate.person.name) < page.text.index(
        second.candidate.person.name
    )
    assert client.post(f"{url}{first.pk}/").status_code == 422
    wrong = client.post(f"{url}{second.pk}/", {f"{second.pk}-reason": "x"})
    assert wrong.status_code == 409
    assert client.post(f"{url}0/", {"0-reason": "x"}).status_code == 404
    done = client.post(f"{url}{first.pk}/", {f"{first.pk}-reason": "有人退出"})
    assert done.status_code == 302
    assert Screening.objects.filter(state="passed").get() == first


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_many(world, django_assert_max_num_queries, rows):
    quota(world, 1)
    released(world, "waitlisted", *[world.campus] * rows)
    client = Client()
    client.force_login(world.office)
    with django_assert_max_num_queries(12):
        client.get(f"/screening/decisions/{world.batch.slug}/waitlist/")


def test_two_clicks_let_up_one(transactional_db):
    world = World()
    quota(world, 1)
    (first,) = released(world, "waitlisted", world.campus)
    up = partial(actions.move_up, actor=SYSTEM, ids=[first.pk], **UP)
    outcomes = at_once(up, up)
    assert outcomes[0] == "done" and outcomes[1] in ("state-moved", "waitlist-turn")


def test_an_appeal_forgets_who_decided_and_why(world):
    (record,) = released(world, "rejected", world.campus)
    actions.appeal(actor=world.office, ids=[record.pk], reason="补交视频")
    record.refresh_from_db()
    assert (record.decision, record.decision_ground, record.decided_by) == (
        "",
        "",
        None,
    )


def test_several_move_up_at_once_if_they_are_the_next(world):
    quota(world, 2)
    records = released(world, "waitlisted", *[world.campus] * 3)
    first, second, third = (record.pk for record in records)
    up = partial(actions.move_up, actor=SYSTEM, **UP)
    for ids in ([first, third], [first, second, third]):
        with pytest.raises(Refused, match="waitlist-turn"):
            up(ids=ids)
    up(ids=[first, second])
    assert Screening.objects.get(state="waitlisted").pk == third
