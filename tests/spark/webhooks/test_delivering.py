"""Each event arrives, signed, and each verb by its name; again on request."""

from datetime import timedelta

import pytest

from candidates.screening import actions as screening
from spark import outside
from spark.accounts.scope import SYSTEM
from spark.changes.ordering import put_in_order
from spark.webhooks import actions, delivering, outcomes, queueing
from spark.webhooks.models import Attempt, Delivery, Webhook
from tests.spark.webhooks.receiver import (
    asked_and_received,
    in_review,
    told,
    webhook,
    work,
)


def test_what_happens_is_told_thin_and_signed(world, system):
    hook = webhook(world, system.url)
    record = in_review(world)
    work()
    events = system.events(hook.shown_secret)
    assert [event["type"] for event in events if event["data"]["id"] == record.pk]
    (last,) = [event for event in events if event["type"] == "screening.enter"]
    assert set(last) == {"type", "timestamp", "data"}
    assert last["timestamp"].endswith("+08:00")
    assert last["data"] == {
        "resource": "screenings",
        "id": record.pk,
        "url": f"http://localhost:8000/api/v1/screenings/{record.pk}",
        "sequence": 1,
    }
    assert work() == 0


def test_verbs_keep_their_names_and_internal_ones_are_not_told(world, system):
    record = in_review(world)
    webhook(world, system.url)
    asked_and_received(world, record)
    screening.decide(
        actor=world.office, ids=[record.pk], decision="passed", reason="亲和力好"
    )
    work()
    assert told(system, record) == [
        (1, "screening.ask-more"),
        (2, "screening.receive-more"),
    ]


def test_only_the_chosen_types_of_the_own_campus_are_told(world, system):
    webhook(world, system.url, types=["screening.receive-more"])
    asked_and_received(world, in_review(world))
    world.candidate(campus=world.other)
    work()
    assert [event["type"] for event in system.events()] == ["screening.receive-more"]


def test_a_rotation_is_verified_by_both_secrets_and_then_by_the_new_one(world, system):
    hook = webhook(world, system.url)
    old = hook.shown_secret
    new = actions.rotate_secret(actor=SYSTEM, pk=hook.pk).shown_secret
    assert old != new
    world.candidate()
    work()
    assert system.events(old) == system.events(new)
    Webhook.objects.update(former_until=Delivery.objects.first().at)
    system.got.clear()
    world.candidate()
    work()
    assert system.events(new)
    with pytest.raises(Exception, match="No matching signature"):
        system.events(old)


def test_what_happened_while_paused_is_told_afterwards(world, system):
    hook = webhook(world, system.url)
    actions.pause(actor=world.lin, pk=hook.pk)
    new = world.candidate()
    assert work() == 0
    actions.resume(actor=world.lin, pk=hook.pk)
    work()
    assert [event["data"]["id"] for event in system.events()] == [new.pk]


def test_queueing_that_dies_half_way_has_queued_nothing(world, system, monkeypatch):
    webhook(world, system.url)
    world.candidate()

    def die(*args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(queueing.Delivery.objects, "bulk_create", die)
        with pytest.raises(KeyboardInterrupt):
            queueing.queue_new()
    assert queueing.queue_new() == 1
    assert queueing.queue_new() == 0


def test_the_log_keeps_the_beginning_of_an_answer(world, system):
    webhook(world, system.url)
    system.answer = b"<script>\0" + b"x" * 9000
    world.candidate()
    work()
    attempt = Attempt.objects.get()
    assert attempt.status == 200 and attempt.milliseconds < 5000
    assert attempt.answer.startswith("<script>\ufffdx") and len(attempt.answer) == 1000


def test_a_span_and_one_are_sent_again_by_the_same_ids(world, system):
    hook = webhook(world, system.url)
    asked_and_received(world, in_review(world))
    work()
    ids = system.ids()
    since = Delivery.objects.earliest("at").at
    assert actions.replay(actor=world.lin, pk=hook.pk, since=since) == len(ids)
    work()
    assert sorted(system.ids()) == sorted(ids * 2)
    one = Delivery.objects.latest("pk")
    actions.replay_one(actor=world.lin, pk=one.pk)
    assert work() == 1 and system.ids()[-1] == one.message_id


def test_old_deliveries_are_forgotten_and_numbers_go_on(world, system):
    webhook(world, system.url)
    record = in_review(world)
    asked_and_received(world, record)
    work()
    after = Delivery.objects.latest("queued_at").queued_at + timedelta(days=91)
    assert queueing.forget(after) > 0
    left = Delivery.objects.filter(resource="screenings", object_key=record.pk).get()
    assert left.sequence == 3
    asked_and_received(world, record)
    work()
    assert [number for number, _type in told(system, record)] == [1, 2, 3, 4, 5]


def test_queueing_costs_the_same_for_one_and_for_many(
    world, system, django_assert_num_queries
):
    hook = webhook(world, system.url)
    for rows in (1, 3):
        for _ in range(rows):
            world.candidate()
        put_in_order()
        with django_assert_num_queries(10):
            assert queueing.queue_new() == rows
    assert hook.deliveries.count() == 4


def test_a_removed_webhook_takes_what_was_under_way_along(world, system):
    hook = webhook(world, system.url)
    world.candidate()
    queueing.queue_new()
    (delivery,) = delivering._claim(hook, 1, Delivery.objects.get().due_at)
    actions.remove(actor=world.lin, pk=hook.pk)
    came = outcomes.send(outside.Caller(), hook.url, b'{"type":""}', {})
    outcomes.record([(delivery, came)], delivery.at)
    assert not Delivery.objects.exists()
