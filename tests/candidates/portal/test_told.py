"""Candidates are told on their own pages what concerns them, in their own words."""

import pytest

from candidates.screening import actions as screening
from candidates.screening.models import Screening
from spark import clock
from spark.notifications import inbox, outbox
from spark.notifications.models import GuestMessage
from tests.cards import let_in
from tests.story import record_of
from tests.world import World


def asked(world: World, text: str) -> Screening:
    record = record_of(Screening, world.candidate("in_review"))
    screening.ask_more(actor=world.office, ids=[record.pk], reason=text)
    return record


def test_what_is_asked_of_them_stands_on_their_home_until_opened(client, world):
    record = asked(world, "视频没有声音，请重传")
    let_in(client, record.candidate_id)
    page = client.get("/my/").text
    message = GuestMessage.objects.get()
    assert "视频没有声音，请重传" in page and 'class="new"' in page
    assert client.get(f"/my/messages/{message.pk}/").status_code == 405
    assert client.post(f"/my/messages/{message.pk}/")["Location"] == "/my/clip/"
    message.refresh_from_db()
    assert message.read_at and 'class="new"' not in client.get("/my/").text


def test_a_decision_is_told_at_its_release_and_to_nobody_else(client, world):
    record = record_of(Screening, world.candidate("in_review"))
    given = {"decision": "rejected", "reason": "讲品需更多实证"}
    screening.decide(actor=world.office, ids=[record.pk], **given)
    assert not GuestMessage.objects.exists()
    screening.release(actor=world.office, ids=[record.pk])
    message = GuestMessage.objects.get()
    assert inbox.words(message, "en")[0] == "Screening decision: Not selected"
    assert "讲品需更多实证" in inbox.words(message, "zh-hans")[1]
    let_in(client, world.candidate("registered").pk)
    assert client.post(f"/my/messages/{message.pk}/").status_code == 404
    assert "讲品需更多实证" not in client.get("/my/").text


def test_what_was_read_long_ago_is_forgotten(world):
    asked(world, "视频")
    GuestMessage.objects.update(read_at=clock.now() - outbox.KEPT)
    outbox.forget()
    assert not GuestMessage.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_home_costs_the_same_however_much_was_told(
    client, world, django_assert_num_queries, rows
):
    record = asked(world, "视频")
    for number in range(1, rows):
        told = outbox.Told(record.candidate_id, str(number), {"text": "视频"})
        outbox.tell_guests("own-more-asked", [told], at=clock.now())
    let_in(client, record.candidate_id)
    with django_assert_num_queries(13):
        assert client.get("/my/").text.count('class="new"') == rows
