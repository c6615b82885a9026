"""The inbox: what was shown is read, and no more, unless one says so."""

from datetime import timedelta

import pytest
from django.test import Client

from spark import clock
from spark.notifications import inbox, outbox
from spark.notifications.models import Message
from spark.notifications.tasks import forget
from tests.world import World

PAGE, MORE = 50, 3


@pytest.fixture
def lin(client, world) -> Client:
    """Lin's browser, and more for her to read than a page holds."""
    client.force_login(world.lin)
    for number in range(PAGE + MORE):
        outbox.put(
            "screening-released",
            to=[world.lin, world.mei],
            subject=f"screening:{number}",
            dedup=f"screening:{number}",
            facts={"count": 1, "name": "陈语桐"},
        )
    return client


def test_messages_are_forgotten_a_season_after_they_were_read_or_mailed(world):
    now = clock.now()
    for days in (91, 89):
        outbox.put(
            "screening-released",
            to=[world.lin, world.mei],
            subject="screening:1",
            dedup=f"{days} ago",
            facts={"count": 1, "name": "陈语桐"},
        )
        then = now - timedelta(days=days)
        put = Message.objects.filter(dedup_key=f"{days} ago")
        put.update(created_at=then)
        inbox.inbox(world.lin).filter(pk__in=put).update(read_at=then)
    forget()
    kept = Message.objects.values_list("to", "channel", "dedup_key")
    assert set(kept) == {
        (world.lin.pk, "in_app", "89 ago"),
        (world.lin.pk, "email", "89 ago"),
        (world.mei.pk, "in_app", "91 ago"),  # never read
        (world.mei.pk, "in_app", "89 ago"),
        (world.mei.pk, "email", "89 ago"),
    }


def unread(world: World) -> tuple[int, int]:
    return inbox.unread(world.lin), inbox.unread(world.mei)


def test_only_what_was_shown_is_read(lin, world):
    shown = lin.get("/inbox/").context["shown"]
    assert {message["read"] for message in shown} == {False}
    assert unread(world) == (MORE, PAGE + MORE)
    assert {message["read"] for message in lin.get("/inbox/").context["shown"]} == {
        True
    }


def test_all_is_marked_as_read_where_something_is_unread(lin, world):
    assert "/inbox/read/" in lin.get("/inbox/").text
    assert lin.post("/inbox/read/")["Location"] == "/inbox/"
    assert unread(world) == (0, PAGE + MORE)
    assert "/inbox/read/" not in lin.get("/inbox/").text
