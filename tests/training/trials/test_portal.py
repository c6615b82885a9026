"""A candidate's trials on their own pages: to confirm, or to say they can't come."""

import pytest
from django.test import Client

from spark import clock
from spark.accounts.roles import GuestRole
from spark.audit import trail
from spark.notifications import inbox
from spark.notifications.models import GuestMessage, Message
from tests.cards import let_in
from tests.training.trials.studio import Studio
from training.trials.actions import cancel
from training.trials.models import Trial


@pytest.fixture
def studio(world) -> Studio:
    return Studio(world)


@pytest.fixture
def trial(studio) -> Trial:
    return studio.trial()


@pytest.fixture
def own(client: Client, trial) -> Client:
    let_in(client, trial.candidate_id)
    return client


def act(client: Client, trial: Trial, verb: str, **given: str):
    response = client.post(f"/my/trials/{trial.pk}/{verb}/", given)
    trial.refresh_from_db()
    return response


def test_the_next_thing_is_to_say_whether_they_come(own, trial):
    page = own.get("/my/").text
    assert 'href="#trials"' in page and f"/my/trials/{trial.pk}/confirm/" in page
    act(own, trial, "confirm")
    after = own.get("/my/").text
    assert 'href="#trials"' not in after
    assert f"/my/trials/{trial.pk}/confirm/" not in after


def test_confirming_is_theirs_in_history(own, trial):
    assert act(own, trial, "confirm").status_code == 302
    assert trial.state == "confirmed"
    (entry, *_) = trail.timeline(trial.candidate, internal=False)
    assert entry.who == str(GuestRole.CANDIDATE.label)


def test_who_cant_come_says_why_and_the_college_is_told(own, trial):
    assert act(own, trial, "decline").status_code == 302
    assert trial.state == "planned"
    act(own, trial, "decline", reason="期末考试")
    assert trial.state == "cancelled"
    assert Message.objects.filter(kind="trial-cancelled").exists()


def told(trial: Trial) -> list[tuple[str, str]]:
    rows = GuestMessage.objects.filter(
        key=trial.candidate_id, kind__startswith="own-trial-"
    ).order_by("pk")
    return [(row.kind, inbox.words(row, "en")[0]) for row in rows]


def test_they_are_told_of_a_trial_and_where_it_goes(studio, trial):
    first = f"{clock.local(trial.starts_at):%Y-%m-%d %H:%M}"
    assert told(trial) == [("own-trial-planned", f"You have a trial on {first}")]
    plan, slot = studio.draft(), studio.slot(4, "10:30")
    plan.entries.all().delete()  # a draft begins with what is published
    studio.place(plan, trial.candidate, slot)
    studio.publish(plan)
    then = f"{clock.local(slot.starts_at):%Y-%m-%d %H:%M}"
    moved = f"Your trial is moved from {first} to {then}"
    assert told(trial)[1:] == [("own-trial-moved", moved)]
    cancel(actor=studio.world.office, ids=[trial.pk], reason="停电")
    off = f"Your trial on {then} is cancelled"
    assert told(trial)[2:] == [("own-trial-cancelled", off)]


def test_anothers_trial_is_not_there(client, studio, trial):
    other = studio.world.candidate("registered")
    let_in(client, other.pk)
    assert act(client, trial, "confirm").status_code == 404
    assert trial.state == "planned"
    assert f"/my/trials/{trial.pk}" not in client.get("/my/").text


def test_what_only_others_may_is_not_there_either(own, trial):
    assert act(own, trial, "go-live").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_home_costs_the_same_whatever_there_is_to_show(
    client, studio, django_assert_num_queries, rows
):
    candidate = studio.trial().candidate
    for time in ("10:30", "12:00")[: rows - 1]:
        studio.trial("planned", candidate, studio.slot(3, time))
    let_in(client, candidate.pk)
    with django_assert_num_queries(11):
        assert client.get("/my/").text.count('/confirm/" hx-post') == rows
