"""The inbox: what was shown is read, and no more, unless one says so."""

import pytest
from django.test import Client

from spark.notifications import outbox
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


def unread(world: World) -> tuple[int, int]:
    return outbox.unread(world.lin), outbox.unread(world.mei)


def test_only_what_was_shown_is_read(lin, world):
    shown = lin.get("/inbox/").context["shown"]
    assert {one["read"] for one in shown} == {False}
    assert unread(world) == (MORE, PAGE + MORE)
    assert {one["read"] for one in lin.get("/inbox/").context["shown"]} == {True}


def test_all_is_marked_as_read_where_something_is_unread(lin, world):
    assert "/inbox/read/" in lin.get("/inbox/").text
    assert lin.post("/inbox/read/")["Location"] == "/inbox/"
    assert unread(world) == (0, PAGE + MORE)
    assert "/inbox/read/" not in lin.get("/inbox/").text
