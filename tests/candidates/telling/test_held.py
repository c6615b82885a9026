"""A batch's messages, held: seen by nobody, sent by nobody, until they are let go."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from candidates.portal.access import TOLD, guest_of
from candidates.register.actions import tell_campuses, tell_candidates
from candidates.screening.models import Screening
from candidates.telling import actions
from candidates.telling.access import HELD
from candidates.telling.models import Dropping, Hold
from spark import clock
from spark.accounts.scope import SYSTEM
from spark.errors import Refused
from spark.notifications import inbox
from spark.notifications.delivery import deliver_due
from spark.notifications.models import CampusMessage, Message, State
from spark.robots.models import GroupMessage, Robot, Service
from tests.story import outcome, record_of, tried, who_may

PAGE = "/messages/held/"
KIND = "screening-released"


@pytest.fixture
def record(world) -> Screening:
    return record_of(Screening, world.candidate("in_review"))


@pytest.fixture
def office(client, world) -> Client:
    world.office.language = "en"
    world.office.save()
    client.force_login(world.office)
    return client


def hold(world, **more) -> Hold:
    given = {"batch": world.batch, "reason": "先与院校通气", "actor": world.office}
    return actions.hold_messages(**given | more)


def tell(*records: Screening, kind: str = KIND, urgent: bool = False) -> None:
    tell_campuses(kind, records, at=clock.now(), urgent=urgent)


def own(record: Screening) -> int:
    return TOLD.visible_to(guest_of(record.candidate)).count()


def test_what_is_held_is_neither_sent_nor_seen(world, record):
    Robot.objects.create(
        service=Service.DINGTALK, campus=world.campus, name="群", address="https://a.b"
    )
    hold(world)
    tell(record)
    tell_candidates("own-decision", [record], _decided, at=clock.now())
    assert deliver_due() == 0 and not mail.outbox
    assert inbox.unread(world.lin) == 0 == own(record)
    assert CampusMessage.objects.get().held and GroupMessage.objects.get().held
    actions.let_messages_go(actor=world.office, batch=world.batch)
    assert deliver_due() == 1 and len(mail.outbox) == 1
    assert inbox.unread(world.lin) == 1 == own(record)
    assert not CampusMessage.objects.get().held
    assert not GroupMessage.objects.get().held


def _decided(record: Screening) -> dict:
    return {"stage": "筛选", "decision": "通过", "reason": "讲品有演示"}


def test_what_waited_already_is_held_too(world, record):
    tell(record)
    hold(world)
    assert deliver_due() == 0
    assert inbox.unread(world.lin) == 1  # what was seen stays


def test_what_is_just_being_sent_arrives_and_is_held_if_it_does_not(world, record):
    tell(record)
    message = Message.objects.get(channel="email")
    lease = clock.now() + timedelta(minutes=5)
    Message.objects.filter(pk=message.pk).update(attempts=1, leased_until=lease)
    hold(world)
    Message.objects.filter(pk=message.pk).update(leased_until=None)
    assert deliver_due() == 0


@pytest.mark.parametrize(
    ("kind", "urgent"), [(KIND, True), ("screening-more-asked", False)]
)
def test_what_must_not_wait_passes(world, record, kind, urgent):
    hold(world)
    tell(record, kind=kind, urgent=urgent)
    assert deliver_due() == 1 and inbox.unread(world.lin) == 1


def test_another_batch_is_not_held(world, record):
    hold(world, batch=world.intake("next", world.today))
    tell(record)
    assert deliver_due() == 1


def test_the_newer_supersedes_what_is_held(world, record):
    hold(world)
    tell(record)
    tell(record)
    assert HELD.visible_to(world.office).count() == 2
    assert Message.objects.filter(state=State.SUPERSEDED).count() == 2
    actions.let_messages_go(actor=SYSTEM, batch=world.batch)
    assert deliver_due() == 1 and inbox.inbox(world.lin).count() == 1


def test_they_go_in_the_order_in_which_they_were_written(world, record):
    other = record_of(Screening, world.candidate("in_review"))
    hold(world)
    tell(record)
    tell(other)
    tell(record, other)
    keys = list(Message.objects.filter(channel="email").order_by("pk"))
    actions.let_messages_go(actor=SYSTEM, batch=world.batch)
    deliver_due()
    sent = Message.objects.filter(state=State.SENT, channel="email")
    assert list(sent.order_by("sent_at")) == keys


def test_single_ones_are_let_go_or_dropped_with_a_reason(world, record, office):
    hold(world)
    tell(record)
    in_app, letter = Message.objects.order_by("channel").reverse()
    url = f"{PAGE}drop/"
    assert office.post(url, {"ids": [letter.pk]}).status_code == 422
    given = {"ids": [letter.pk], "reason": "已电话告知"}
    assert office.post(url, given).status_code == 302
    letter.refresh_from_db()
    assert letter.state == State.DROPPED
    assert Dropping.objects.get().reason == "已电话告知"
    assert office.post(f"{PAGE}let-go/", {"ids": [in_app.pk]}).status_code == 302
    assert inbox.unread(world.lin) == 1 and not HELD.visible_to(world.office).exists()
    actions.let_messages_go(actor=SYSTEM, batch=world.batch)
    assert deliver_due() == 0


def test_a_batch_is_held_once_and_let_go_once(world):
    hold(world)
    with pytest.raises(Refused, match="messages-held"):
        hold(world)
    actions.let_messages_go(actor=world.office, batch=world.batch)
    with pytest.raises(Refused, match="messages-not-held"):
        actions.let_messages_go(actor=world.office, batch=world.batch)
    assert Hold.objects.get().ended_at


def test_holding_is_the_offices(world, record):
    hold(world)
    tell(record)
    (message, _other) = HELD.visible_to(world.office)

    def drop(*, actor):
        actions.drop(actor=actor, ids=[message.pk], reason="a")

    assert who_may(world, drop) == tried({"office"}, set())
    for name, person in world.people.items():
        said = outcome(lambda p=person: hold(world, actor=p))
        assert said == ("messages-held" if name == "office" else "not-your-role")


@pytest.mark.parametrize(("hours", "tone"), [(1, "info"), (25, "warn"), (73, "bad")])
def test_it_ages_visibly(world, record, office, hours, tone):
    hold(world)
    tell(record)
    Message.objects.update(created_at=clock.now() - timedelta(hours=hours))
    context = office.get(PAGE).context
    assert {row["age"]["tone"] for row in context["rows"]} == {tone}
    assert context["batches"][0]["age"]["tone"] == tone


def test_a_page_says_what_is_wrong(world, office):
    assert (
        office.post(f"{PAGE}hold/", {"batch": "none", "reason": ""}).status_code == 422
    )
    given = {"batch": world.batch.slug, "reason": "先通气"}
    assert office.post(f"{PAGE}hold/", given).status_code == 302
    assert office.post(f"{PAGE}hold/", given).status_code == 422
    url = f"/messages/batches/{world.batch.slug}/"
    assert office.post(url).status_code == 302
    assert office.post(url).status_code == 409
    assert office.post(f"{PAGE}let-go/", {"ids": ["x"]}).status_code == 400


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_as_often_for_three_as_for_one(
    world, office, number, django_assert_num_queries
):
    hold(world)
    for _ in range(number):
        tell(record_of(Screening, world.candidate("in_review")))
    office.get(PAGE)
    with django_assert_num_queries(12):
        office.get(PAGE)
