"""A batch too large for a request: released by a job, as it was seen, or not at all."""

import pytest

from candidates.screening import actions, tasks
from candidates.screening.actions import releasing_many
from candidates.screening.models import Release, Screening
from spark.errors import Refused
from spark.notifications.models import Message
from spark.trying import TRIES
from tests.candidates.screening.boards import BOARD, client, judged, noted, seen


@pytest.fixture
def asked(world, monkeypatch) -> Release:
    """One who passes and one who doesn't, which is many here."""
    first, second = judged(world, 5, 1)
    noted(world, [first], "passed")
    noted(world, [second], "rejected")
    monkeypatch.setattr(actions, "IN_A_REQUEST", 1)
    answer = client(world).post(url(world), {"seen": seen(world)})
    assert answer.status_code == 302 and answer["Location"] == url(world)
    return Release.objects.get()


def url(world) -> str:
    return f"{BOARD}{world.batch.slug}/release/"


def states() -> set[str]:
    return set(Screening.objects.values_list("state", flat=True))


def test_a_job_releases_them_in_the_name_of_who_asked(asked, world):
    assert states() == {"in_review"}
    page = client(world).get(url(world))
    assert f"?job={asked.pk}" in page.text and world.office.name in page.text
    tasks.release(asked.pk)
    assert states() == {"passed", "rejected"}
    after = Message.objects.count()
    tasks.release(asked.pk)
    assert Message.objects.count() == after
    asked.refresh_from_db()
    assert (asked.state, asked.count, asked.error) == ("done", 2, {})
    watched = client(world).get(
        url(world), {"job": asked.pk}, headers={"HX-Request": "true"}
    )
    assert watched["HX-Redirect"] == f"{BOARD}?batch={world.batch.slug}"
    assert client(world).get(url(world)).context["count"] == 0


def test_what_was_noted_meanwhile_releases_nobody_and_is_said(asked, world):
    (other,) = judged(world, 3)
    noted(world, [other], "passed")
    tasks.release(asked.pk)
    assert states() == {"in_review"}
    page = client(world).get(url(world))
    assert page.status_code == 200 and page.context["refusal"]
    assert page.context["count"] == 3
    assert not Message.objects.filter(kind="screening-released").exists()


def test_of_one_batch_one_release_is_on_its_way(asked, world):
    with pytest.raises(Refused, match="release-going"):
        actions.ask_release(actor=world.office, batch=world.batch, seen=seen(world))
    with pytest.raises(Refused, match="release-moved"):
        actions.ask_release(actor=world.office, batch=world.batch, seen="other")


def test_a_worker_that_dies_leaves_nothing_and_is_followed(asked, world, monkeypatch):
    def die(**given):
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(releasing_many, "release_batch", die)
        with pytest.raises(SystemExit):
            tasks.release(asked.pk)
    asked.refresh_from_db()
    assert (states(), asked.state, asked.attempts) == ({"in_review"}, "waiting", 1)
    tasks.release(asked.pk)
    assert states() == {"passed", "rejected"}


def test_after_some_tries_it_is_given_up(asked, world):
    Release.objects.update(attempts=TRIES)
    tasks.release(asked.pk)
    asked.refresh_from_db()
    assert (states(), asked.error["code"]) == ({"in_review"}, "release-broken")


@pytest.mark.parametrize("who", ["reviewer", "lin", "mentor"])
def test_nobody_else_asks_for_it(world, who):
    with pytest.raises(Refused, match="not-your-role"):
        actions.ask_release(actor=world.people[who], batch=world.batch, seen="")
