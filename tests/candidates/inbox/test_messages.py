"""A campus's system reads what its college was told, and says that it has."""

from datetime import timedelta

import pytest

from candidates.screening import actions
from candidates.screening.models import Screening
from spark import clock
from spark.accounts.models import Role
from spark.accounts.scope import SYSTEM
from spark.campuses.models import Campus
from spark.notifications.models import CampusMessage, Message
from spark.notifications.tasks import forget
from tests.candidates.inbox.test_api import shown
from tests.spark.rest.system import System, bearer_of
from tests.spark.rest.test_manners import problem
from tests.world import World

LIST = "/api/v1/messages"


@pytest.fixture
def system(world) -> System:
    return System(world)


def asked(world: World, campus: Campus | None = None, people: int = 1) -> int:
    """A college is asked for more about some of its people; the message's key."""
    of = [world.candidate("in_review", campus) for _ in range(people)]
    ids = list(Screening.objects.filter(candidate__in=of).values_list("pk", flat=True))
    actions.ask_more(actor=SYSTEM, ids=ids, reason="再录一段视频")
    return CampusMessage.objects.latest("pk").pk


def test_a_message_is_told_in_words_with_where_its_record_is_read(world, system):
    world.user("lin2", "林二", Role.COORDINATOR, world.campus)
    key = asked(world)
    screening = Screening.objects.get()
    name = screening.candidate.person.name
    (row,) = system.get("messages", accept_language="en").json()["results"]
    assert row == system.get(f"messages/{key}", accept_language="en").json()
    assert row["title"] == f"More is needed to judge {name}"
    assert row["text"].startswith("再录一段视频\nBy ")
    assert (row["kind"], row["campus"]) == ("screening-more-asked", world.campus.code)
    assert (row["sent_at"] is None, row["read_at"]) == (False, None)
    assert system.get(row["url"]).json()["id"] == screening.pk
    chinese = system.get(f"messages/{key}", accept_language="zh-hans").json()
    assert name in chinese["title"] != row["title"]


def test_what_is_about_several_is_one_message_and_leads_to_none(world, system):
    key = asked(world, people=3)
    (row,) = system.get("messages", accept_language="en").json()["results"]
    assert (row["id"], row["url"]) == (key, None)
    assert "(3)" in row["title"]


def test_only_what_ones_own_campus_was_told(world, system):
    own, others = asked(world), asked(world, world.other)
    assert shown(system.get("messages")) == [own]
    for answer in (
        system.get(f"messages/{others}"),
        system.post(f"messages/{others}/mark-read"),
    ):
        assert problem(answer, 404)
    grants = system.app.service_user.role_grants
    grants.update(role=Role.OFFICE_CLIENT, campus=None)
    assert shown(system.get("messages")) == [others, own]


def test_what_may_not_be_read_has_no_address(world, system):
    key = asked(world, world.other)
    CampusMessage.objects.update(campus=world.campus)
    assert system.get(f"messages/{key}").json()["url"] is None


def test_one_is_marked_as_read_once_and_nobodys_inbox_with_it(world, system):
    key = asked(world)
    read = system.post(f"messages/{key}/mark-read").json()["read_at"]
    assert read is not None
    assert system.post(f"messages/{key}/mark-read").json()["read_at"] == read
    assert system.get(f"messages/{key}").json()["read_at"] == read
    assert set(Message.objects.values_list("read_at", flat=True)) == {None}


def test_many_are_marked_as_read_by_one_request(world, system):
    keys = [asked(world), asked(world), asked(world, world.other)]
    rows = [{"id": key, "if_match": "*"} for key in keys]
    given = {"idempotency_key": "m", "if_match": None}
    done = system.send("POST", "messages/bulk/mark-read", {"rows": rows}, **given)
    assert [row["status"] for row in done.json()["results"]] == [200, 200, 404]
    etag = system.get(f"messages/{keys[0]}").headers["ETag"]
    assert done.json()["results"][0]["etag"] == etag
    assert shown(system.get("messages?state=unread")) == []
    assert CampusMessage.objects.get(pk=keys[2]).read_at is None


def test_they_are_narrowed_and_come_in_pages_the_newest_first(world, system):
    old, new = asked(world), asked(world)
    CampusMessage.objects.filter(pk=old).update(
        sent_at=clock.now() - timedelta(days=3), kind="screening-released"
    )
    system.post(f"messages/{old}/mark-read")
    yesterday = clock.today() - timedelta(days=1)
    for query, found in {
        "": [new, old],
        "kind=screening-more-asked": [new],
        "kind=screening-released&kind=screening-more-asked": [new, old],
        "state=unread": [new],
        "state=read": [old],
        f"sent_since={yesterday}": [new],
    }.items():
        assert shown(system.get(f"messages?{query}")) == found, query
    following = system.get("messages?page_size=1").json()["next"]
    assert shown(system.get(following)) == [old]


@pytest.mark.parametrize("query", ["kind=plan-made", "state=open", "sent_since=x"])
def test_a_condition_that_is_wrong_never_brings_the_list(world, system, query):
    asked(world)
    errors = problem(system.get(f"messages?{query}"), 400)["errors"]
    assert [error["parameter"] for error in errors] == [query.partition("=")[0]]


def test_they_are_forgotten_after_a_while_read_or_not(world, system):
    old, new = asked(world), asked(world)
    ago = clock.now() - timedelta(days=91)
    CampusMessage.objects.filter(pk=old).update(sent_at=ago)
    forget()
    assert shown(system.get("messages")) == [new]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_many(
    client, world, system, django_assert_num_queries, rows
):
    for _ in range(rows):
        asked(world)
    headers = {"Authorization": f"Bearer {bearer_of(system.app)}"}
    with django_assert_num_queries(3):
        assert len(shown(client.get(LIST, headers=headers))) == rows
