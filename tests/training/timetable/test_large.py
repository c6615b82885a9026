"""Plans too large for a request: judged and published by jobs."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest

from spark import clock
from spark.accounts.scope import SYSTEM
from tests.story import outcome, who_may
from tests.training.trials.studio import Studio, never_free
from training.timetable import actions
from training.timetable.actions import large
from training.timetable.actions.foreseeing import look
from training.timetable.actions.solving import Overtaken
from training.timetable.models import Plan, Publication
from training.trials.models import Trial


@pytest.fixture
def studio(world, monkeypatch) -> Studio:
    monkeypatch.setattr(large, "IN_A_REQUEST", 1)
    return Studio(world)


@pytest.fixture
def plan(studio) -> Plan:
    """Large as things are: two entries."""
    plan = studio.draft()
    for seat in (1, 2):
        slot = studio.slot(2, f"{9 + seat}:00")
        studio.place(plan, studio.world.candidate("competing"), slot, seat)
    return plan


def looked_at(studio: Studio, plan: Plan) -> Publication:
    asked = actions.look_at(actor=studio.world.office, pk=plan.pk)
    actions.work_publication(asked.pk)
    asked.refresh_from_db()
    return asked


def asked(studio: Studio, plan: Plan, **more) -> Publication:
    seen = looked_at(studio, plan).found["digest"]
    given = {"actor": studio.world.office, "pk": plan.pk, "seen": seen}
    return actions.publish_large(**given | {"reason": "周末也播"} | more)


def after(publication: Publication) -> tuple[str, str]:
    actions.work_publication(publication.pk)
    publication.refresh_from_db()
    return publication.state, publication.failure


def test_the_page_looks_publishes_and_shows_how_far_it_is(client, studio, plan):
    client.force_login(studio.world.office)
    url = f"/plans/{plan.pk}/publish/"
    assert "审核排期" in client.get(url).content.decode()
    assert client.post(f"/plans/{plan.pk}/look/").url == url
    going = client.get(url).content.decode()
    assert f'hx-get="{url}"' in going and "<progress" in going
    actions.work_publication(Publication.objects.get().pk)
    page = client.get(url)
    found = page.context["found"]
    assert (found["new"], found["people"], len(page.context["rows"])) == (2, 2, 2)
    assert 'hx-trigger="load' not in page.content.decode()
    posted = client.post(url, {"seen": found["digest"], "reason": "周末也播"})
    assert (posted.status_code, posted.url) == (302, url)
    assert not Trial.objects.exists()
    actions.work_publication(Publication.objects.latest("pk").pk)
    assert client.get(url).url == f"/plans/{plan.pk}/"
    plan.refresh_from_db()
    assert (plan.state, Trial.objects.count()) == ("published", 2)


def test_a_small_plan_is_published_in_the_request(client, studio, monkeypatch, plan):
    monkeypatch.setattr(large, "IN_A_REQUEST", 2)
    client.force_login(studio.world.office)
    seen = actions.foresee(plan, clock.now()).digest
    given = {"seen": seen, "reason": "周末也播"}
    client.post(f"/plans/{plan.pk}/publish/", given)
    assert (Trial.objects.count(), Publication.objects.count()) == (2, 0)


def test_only_the_office_asks_for_it(studio, plan):
    for act in (actions.look_at, partial(actions.publish_large, seen="")):
        assert who_may(studio.world, partial(act, pk=plan.pk)) == {"done": {"office"}}
        Publication.objects.all().update(state="running")
        Publication.objects.all().update(state="failed")


def test_twice_is_once(studio, plan):
    first = asked(studio, plan)
    again = partial(asked, studio, plan)
    assert outcome(again) == "publication-going"
    assert after(first) == ("succeeded", "")
    assert after(first) == ("succeeded", "")
    assert Trial.objects.count() == 2
    assert outcome(again) == "state-moved"


def test_how_far_it_is_is_on_the_row(studio, plan, monkeypatch):
    monkeypatch.setattr(large, "BEATS", 0)
    found = looked_at(studio, plan)
    assert (found.done, found.count, found.found["new"]) == (2, 2, 2)


def test_a_lost_worker_fails_it_and_publishes_nothing_afterwards(studio, plan):
    publication = asked(studio, plan)
    lost = large.take(actor=SYSTEM, pk=publication.pk, token=uuid4())
    outlook = look(plan, clock.now())
    long_ago = clock.now() - timedelta(minutes=5)
    Publication.objects.filter(pk=lost.pk).update(beat_at=long_ago)
    actions.sweep_publications(actor=SYSTEM)
    publication.refresh_from_db()
    assert (publication.state, publication.failure) == ("failed", "publication-silent")
    late = partial(large._finish, lost)
    with pytest.raises(Overtaken):
        studio.publish(plan, outlook=outlook, first=late)
    assert after(publication)[0] == "failed"
    plan.refresh_from_db()
    assert (plan.state, Trial.objects.count()) == ("draft", 0)
    assert after(asked(studio, plan)) == ("succeeded", "")


def test_what_no_worker_took_is_sent_again(
    studio, plan, django_capture_on_commit_callbacks
):
    publication = asked(studio, plan)
    long_ago = clock.now() - timedelta(minutes=5)
    Publication.objects.filter(pk=publication.pk).update(beat_at=long_ago)
    with django_capture_on_commit_callbacks() as sent:
        actions.sweep_publications(actor=SYSTEM)
    assert len(sent) == 1
    publication.refresh_from_db()
    assert (publication.state, publication.beat_at > long_ago) == ("queued", True)


def test_what_changed_since_the_look_is_not_published(studio, plan):
    publication = asked(studio, plan)
    plan.entries.first().delete()
    assert after(publication) == ("failed", "plan-changed")
    assert not Trial.objects.exists()


def test_what_forbids_it_is_said_with_its_day(client, studio, plan):
    host = plan.entries.first().candidate
    host.permits.all().delete()
    found = looked_at(studio, plan).found
    assert found["blocks"]["count"] == 1
    client.force_login(studio.world.office)
    page = client.get(f"/plans/{plan.pk}/publish/").content.decode()
    assert host.person.name in page and "合规测试" in page
    assert 'name="seen"' not in page
    assert after(asked(studio, plan)) == ("failed", "host-without-test")
    assert not Trial.objects.exists()


def test_a_warning_passes_with_a_reason_alone(studio, plan):
    never_free(plan.entries.first().candidate)
    assert after(asked(studio, plan, reason=""))[0] == "failed"
    assert after(asked(studio, plan)) == ("succeeded", "")


def test_names_are_kept_for_a_day(studio, plan):
    found = looked_at(studio, plan)
    days_ago = clock.now() - timedelta(days=2)
    Publication.objects.filter(pk=found.pk).update(state_since=days_ago)
    actions.sweep_publications(actor=SYSTEM)
    found.refresh_from_db()
    assert found.found == {}
