"""Releasing the decisions of a batch: as they were seen, once, within the places."""

from functools import partial

import pytest

from candidates.screening import actions
from candidates.screening.models import Screening
from spark.accounts.scope import SYSTEM
from spark.errors import Refused
from spark.notifications.models import Message
from tests.candidates.screening.boards import BOARD, client, judged, noted, places, seen
from tests.story import at_once
from tests.world import World


def test_a_batch_is_released_exactly_as_it_was_seen(world):
    first, second, third = judged(world, 5, 3, 1)
    noted(world, [first], "passed")
    noted(world, [second], "waitlisted")
    url = f"{BOARD}{world.batch.slug}/release/"
    page = client(world).get(url)
    assert page.context["count"] == 2 and page.context["undecided"] == 1
    before = page.context["seen"]
    noted(world, [third], "rejected")
    late = client(world).post(url, {"seen": before})
    assert late.status_code == 409 and late.context["count"] == 3
    assert not Message.objects.filter(kind="screening-released").exists()
    done = client(world).post(url, {"seen": late.context["seen"]})
    assert done.status_code == 302
    states = dict(Screening.objects.values_list("pk", "state"))
    assert [states[one.pk] for one in (first, second, third)] == [
        "passed",
        "waitlisted",
        "rejected",
    ]
    again = client(world).post(url, {"seen": late.context["seen"]})
    assert again.status_code == 409


def test_two_who_release_at_once_release_once(transactional_db):
    world = World()
    people = [world.candidate("in_review") for _ in range(3)]
    noted(world, Screening.objects.filter(candidate__in=people), "passed")
    release = partial(
        actions.release_batch, actor=SYSTEM, batch=world.batch, seen=seen(world)
    )
    assert at_once(release, release) in (
        ["done", "release-moved"],
        ["done", "state-moved"],
    )


def test_the_last_place_is_given_and_not_one_more(world):
    records = judged(world, 5, 4)
    quota = places(world, 1)
    noted(world, records, "passed")
    release = partial(actions.release_batch, actor=SYSTEM, batch=world.batch)
    with pytest.raises(Refused, match="quota-full"):
        release(seen=seen(world))
    quota.places = 2
    quota.save()
    assert release(seen=seen(world)) == 2


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_rehearsal_names_each_with_what_they_will_be_told(world, language):
    people = judged(world, 5, 3, 1)
    decisions = ("passed", "waitlisted", "rejected")
    for one, decision in zip(people, decisions, strict=True):
        noted(world, [one], decision)
    office = client(world)
    office.cookies["django_language"] = language
    page = office.get(f"{BOARD}{world.batch.slug}/release/")
    groups = page.context["groups"]
    assert len(groups) == 3
    for group in groups:
        section = page.text.partition(f"{group['label']}</span>")[2]
        section = section.partition("</section>")[0]
        (row,) = group["rows"]
        assert row.candidate.person.name in section
        assert row.decision_reason in section
