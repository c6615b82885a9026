"""Reminders that reached no candidate: listed with their reason, and sent again."""

from datetime import timedelta
from functools import partial

import pytest
from django.core import mail

from candidates.register.models import Candidate
from spark import clock
from spark.accounts.scope import SYSTEM
from spark.notifications import reaching
from spark.notifications.models import By, GuestLetter, State
from spark.operations import actions
from spark.operations.models import Resending
from tests.story import outcome, who_may
from tests.training.trials.studio import Studio
from training.trials.tasks import remind

LIST = "/operations/undelivered/guests/"
EMAIL = "ke-xin.lin@example.org"


class Office:
    """The office's browser, logged in whatever the clock says."""

    def __init__(self, client, world) -> None:
        world.office.language = "en"
        world.office.save()
        self.client, self.user = client, world.office

    def get(self, address: str):
        self.client.force_login(self.user)
        return self.client.get(address)

    def send_again(self, *letters: GuestLetter, query: str = "", **more: str):
        self.client.force_login(self.user)
        ids = [letter.pk for letter in letters]
        return self.client.post(f"{LIST}send-again/{query}", {"ids": ids} | more)


@pytest.fixture
def office(client, world) -> Office:
    return Office(client, world)


@pytest.fixture
def studio(world) -> Studio:
    return Studio(world)


@pytest.fixture
def letter(studio, time_machine) -> GuestLetter:
    """Of a trial tomorrow, given up."""
    (letter,) = given_up(studio, time_machine, 1)
    return letter


def given_up(studio: Studio, time_machine, count: int) -> list[GuestLetter]:
    for number in range(count):
        trial = studio.trial(slot=studio.slot(clock=f"{10 + 2 * number}:00"))
        Candidate.objects.filter(pk=trial.candidate_id).update(email=EMAIL)
    time_machine.move_to(trial.starts_at - timedelta(hours=30), tick=False)
    remind()
    GuestLetter.objects.update(state=State.FAILED, error="TimeoutError", attempts=4)
    return list(GuestLetter.objects.order_by("pk"))


def test_it_says_why_and_leads_to_the_candidate(office, letter):
    candidate = Candidate.objects.get(pk=letter.message.key)
    page = office.get(LIST).text
    assert f'href="/candidates/{candidate.pk}/">{candidate.person.name}</a>' in page
    assert "TimeoutError" in page and EMAIL not in page
    assert "1 reminder reached no candidate" in office.get("/operations/").text


def test_sent_again_it_arrives_and_who_did_it_stays(office, world, letter):
    assert office.send_again(letter).status_code == 302
    reaching.reach_due(By.EMAIL)
    assert [one.to for one in mail.outbox] == [[EMAIL]]
    noted = Resending.objects.get()
    assert (noted.message_key, noted.to_guest) == (letter.pk, True)
    assert noted.by == world.office
    assert "1 message is sent again." in office.get(LIST).text
    GuestLetter.objects.update(state=State.FAILED)
    assert "Sent again before" in office.get(LIST).text


def test_it_goes_by_the_way_that_its_reader_has_now(letter):
    GuestLetter.objects.update(by=By.SMS)
    actions.remind_again(actor=SYSTEM, ids=[letter.pk])
    letter.refresh_from_db()
    assert (letter.by, letter.state, letter.attempts) == (By.EMAIL, State.WAITING, 0)


def test_only_the_office_may_and_only_what_was_given_up(world, letter):
    act = partial(actions.remind_again, ids=[letter.pk])
    assert who_may(world, act) == {"done": {"office"}}  # others see none
    act(actor=SYSTEM)
    assert outcome(partial(act, actor=world.office)) == "state-moved"


def test_what_is_too_late_or_has_nowhere_to_go_is_refused_in_words(
    office, letter, time_machine
):
    Candidate.objects.update(email="", phone="")
    refused = office.send_again(letter)
    assert refused.status_code == 409 and "neither a phone number" in refused.text
    Candidate.objects.filter(pk=letter.message.key).update(email=EMAIL)
    time_machine.move_to(letter.stale_at, tick=False)
    page = office.get(LIST).text
    assert "Too late" in page and f'value="{letter.pk}"' not in page
    assert office.send_again(letter).status_code == 409
    assert GuestLetter.objects.get().state == State.FAILED
    assert "reached no candidate" not in office.get("/operations/").text


def test_it_is_narrowed_and_all_that_match_are_sent_at_once(
    office, studio, time_machine
):
    first, *_others = given_up(studio, time_machine, 2)
    GuestLetter.objects.filter(pk=first.pk).update(by=By.SMS)
    found = office.get(f"{LIST}?by=sms").context["letters"]
    assert [one.pk for one in found] == [first.pk]
    assert len(office.get(f"{LIST}?kind={first.message.kind}").context["letters"]) == 2
    office.send_again(query="?by=sms", everyone="1")
    assert [one.pk for one in GuestLetter.objects.filter(state="waiting")] == [first.pk]
    assert office.send_again().status_code == 422


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_three_as_for_one(
    office, studio, count, time_machine, django_assert_num_queries
):
    for letter in given_up(studio, time_machine, count):
        Resending.objects.create(
            message_key=letter.pk,
            kind="a",
            channel="sms",
            to_guest=True,
            at=clock.now(),
        )
    office.get(LIST)
    with django_assert_num_queries(8):
        assert len(office.client.get(LIST).context["letters"]) == count
