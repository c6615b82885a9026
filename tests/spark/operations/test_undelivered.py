"""What was given up: listed with its reason, and sent again by the office."""

from functools import partial

import pytest
from django.core import mail
from django.urls import reverse

from candidates.screening.models import Screening
from spark.accounts.scope import SYSTEM
from spark.notifications.delivery import deliver_due
from spark.notifications.models import Channel, Message, State
from spark.operations import actions
from spark.operations.models import Resending
from tests.spark.notifications.test_outbox import waiting
from tests.spark.operations.letters import given_up, sent
from tests.story import outcome, record_of, who_may

LIST, AGAIN = "/operations/undelivered/", "/operations/undelivered/send-again/"


@pytest.fixture
def office(client, world):
    world.office.language = "en"
    world.office.save()
    client.force_login(world.office)
    return client


def press(client, *messages: Message, query: str = "", **more):
    ids = [message.pk for message in messages]
    return client.post(AGAIN + query, {"ids": ids} | more)


def test_a_dead_letter_says_why_and_leads_to_its_candidate(office, world):
    candidate = world.candidate("waiting")
    record = record_of(Screening, candidate)
    given_up(world.lin, f"screening:{record.pk}")
    given_up(world.lin, "other", url=f"/candidates/{candidate.pk}/")
    page = office.get(LIST).text
    link = f'href="/candidates/{candidate.pk}/">{candidate.person.name}</a>'
    assert page.count(link) == 2
    assert "no such user 138***" in page and "13800005678" not in page
    assert world.lin.email not in page and "@demo.spark" in page
    assert office.get(LIST).context["letters"][0].kind in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_as_often_for_three_as_for_one(
    office, world, number, django_assert_num_queries
):
    for place in range(number):
        record = record_of(Screening, world.candidate("waiting"))
        given_up(world.lin, f"screening:{record.pk}", kind="screening-released")
        Resending.objects.create(
            message_key=place, kind="a", channel="email", at=record.state_since
        )
    office.get(LIST)
    with django_assert_num_queries(9):
        office.get(LIST)


def test_it_is_narrowed_by_channel_and_kind(office, world):
    given_up(world.lin, "one")
    two = given_up(
        world.lin, "two", kind="webhook-paused", facts={"name": "a", "reason": ""}
    )
    assert len(office.get(LIST).context["letters"]) == 2
    found = office.get(f"{LIST}?kind=webhook-paused").context["letters"]
    assert [letter.pk for letter in found] == [two.pk]
    assert len(office.get(f"{LIST}?channel=email").context["letters"]) == 2
    wrong = office.get(f"{LIST}?channel=in_app")
    assert "condition isn" in wrong.text and not wrong.context["letters"]


def test_what_arrived_waits_or_is_on_this_site_is_not_listed(office, world):
    waiting(world.lin, "one")
    sent(world.lin, "two", hours=1)
    given_up(world.lin, "three", channel=Channel.IN_APP)
    assert "Everything arrived" in office.get(LIST).text


def test_sent_again_it_goes_out_and_who_did_it_stays(office, world):
    message = given_up(world.lin)
    assert press(office, message).status_code == 302
    assert "1 message is sent again." in office.get(LIST).text
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.WAITING, 0)
    assert deliver_due() == 1 and len(mail.outbox) == 1
    noted = Resending.objects.get()
    assert (noted.message_key, noted.by) == (message.pk, world.office)
    Message.objects.update(state=State.FAILED)
    assert "Sent again before" in office.get(LIST).text


def test_only_the_office_may_and_only_what_was_given_up(world):
    message = given_up(world.lin)
    act = partial(actions.send_again, ids=[message.pk])
    assert who_may(world, act) == {"done": {"office"}}  # others see none
    act(actor=SYSTEM)
    assert outcome(partial(act, actor=world.office)) == "state-moved"
    on_site = given_up(world.lin, channel=Channel.IN_APP)
    hidden = partial(actions.send_again, ids=[on_site.pk], actor=world.office)
    assert outcome(hidden) == "404"


def test_what_something_newer_has_overtaken_stays(office, world):
    old = given_up(world.lin)
    sent(world.lin, "screening:1", hours=1)
    page = office.get(LIST).text
    assert "Outdated" in page and f'value="{old.pk}"' not in page
    assert press(office, old, given_up(world.mei)).status_code == 409
    assert Message.objects.filter(state=State.FAILED).count() == 2
    Message.objects.filter(state=State.SENT).update(state=State.SUPERSEDED)
    assert "Outdated" not in office.get(LIST).text


def test_all_that_match_are_sent_again_at_once(office, world, monkeypatch):
    for number in range(60):
        given_up(world.lin, f"export:{number}")
    other = given_up(world.lin, "other", kind="webhook-paused")
    page = office.get(f"{LIST}?kind=screening-released")
    assert page.context["everyone"] == 60 and "all 60 that match" in page.text
    assert page.context["page"].older
    press(office, query="?kind=screening-released", everyone="1")
    left = Message.objects.filter(state=State.FAILED)
    assert list(left) == [other]


def test_nothing_ticked_is_said(office, world):
    given_up(world.lin)
    assert press(office).status_code == 422
    assert office.post(f"{AGAIN}?kind=none", {"everyone": "1"}).status_code == 422
    assert office.get(reverse("undelivered")).context["letters"]
