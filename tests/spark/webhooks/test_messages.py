"""What a college is told is an event too: its kind, and where it is read, no words."""

from candidates.register.actions import tell_campuses
from candidates.screening.models import Screening
from candidates.telling import actions as telling
from spark import clock
from spark.notifications import preferences
from spark.notifications.models import CampusMessage
from spark.notifications.outbox import KEPT, forget
from spark.webhooks import events
from tests.spark.rest.system import System
from tests.spark.webhooks.receiver import in_review, webhook, work

RELEASED = "message.screening-released"
KEYS = {"resource", "id", "url", "sequence"}


def tell(*records: Screening, kind: str = "screening-released", **facts: str) -> None:
    tell_campuses(kind, records, at=clock.now(), **facts)


def of_messages(system) -> list[dict]:
    return [e for e in system.events() if e["data"]["resource"] == "messages"]


def test_a_message_is_an_event_of_its_kind_with_where_it_is_read(world, system):
    record = in_review(world)
    hook = webhook(world, system.url)
    tell(record)
    work()
    message = CampusMessage.objects.get()
    (event,) = [e for e in system.events(hook.shown_secret) if e["type"] == RELEASED]
    assert event["data"].keys() == KEYS
    assert event["data"]["id"] == message.pk
    name = record.candidate.person.name
    assert all(name not in body.decode() for _headers, body in system.got)
    read = System(world).get(event["data"]["url"].partition("/api/v1/")[2])
    assert read.json()["kind"] == "screening-released"


def test_only_the_chosen_kinds_of_the_own_campus_are_told(world, system):
    own = in_review(world)
    other = world.candidate("in_review", world.other).screening_set.get()
    webhook(world, system.url, types=[RELEASED])
    tell(own)
    tell(own, kind="screening-rolled", batch="二期")
    tell(other)
    work()
    assert [event["type"] for event in system.events()] == [RELEASED]


def test_what_is_held_is_told_once_it_is_let_go(world, system):
    record = in_review(world)
    webhook(world, system.url)
    office = {"actor": world.office, "batch": world.batch}
    telling.hold_messages(**office, reason="先与院校通气")
    tell(record)
    work()
    assert of_messages(system) == []
    telling.let_messages_go(**office)
    work()
    assert [event["type"] for event in of_messages(system)] == [RELEASED]


def test_reading_and_forgetting_it_are_no_events(world, system):
    record = in_review(world)
    webhook(world, system.url)
    tell(record)
    key = CampusMessage.objects.get().pk
    System(world).post(f"messages/{key}/mark-read")
    CampusMessage.objects.update(sent_at=clock.now() - 2 * KEPT)
    forget()
    work()
    assert not CampusMessage.objects.exists()
    assert [event["type"] for event in of_messages(system)] == [RELEASED]


def test_what_a_college_switched_off_is_no_event(world, system):
    record = in_review(world)
    webhook(world, system.url)
    preferences.switch_off(world.campus.pk, ["training-entered"])
    tell(record, kind="training-entered")
    tell(record)
    work()
    assert [event["type"] for event in of_messages(system)] == [RELEASED]


def test_each_kind_can_be_chosen_by_its_name(world):
    of_messages = events.types()["messages"]
    assert RELEASED in of_messages
    assert str(of_messages["message.plan-published"])
    assert "message.duties-due" not in of_messages and "message.created" not in (
        events.every_type()
    )
