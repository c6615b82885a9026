"""Receivers that are down, slow or gone, and workers that die: nothing is lost."""

import time

from spark.notifications.models import Message
from spark.webhooks import actions, delivering, outcomes
from spark.webhooks.models import Attempt, Delivery, Webhook
from tests.spark.webhooks.receiver import (
    asked_and_received,
    in_review,
    later,
    receiver,
    told,
    webhook,
    work,
)


def test_down_for_an_hour_it_gets_everything_in_order_per_object(world, system):
    hook = webhook(world, system.url)
    records = [in_review(world) for _ in range(3)]
    work()
    system.got.clear()
    system.status = 503
    for minutes in (0, 0.2, 1, 5, 20, 40):
        later(minutes=minutes)
        for record in records:
            asked_and_received(world, record)
        work()
    system.got.clear()
    system.status = 200
    for _ in range(4):
        later(hours=1)
        work()
    assert not Delivery.objects.exclude(due_at=None).exists()
    for record in records:
        numbers = [number for number, _type in told(system, record)]
        first = Delivery.objects.filter(object_key=record.pk, resource="screenings")
        assert numbers == sorted(numbers) and len(numbers) == 12
        assert numbers[-1] == first.count()
    assert system.events(hook.shown_secret)


def test_after_a_day_it_is_paused_with_a_message_and_a_duty(world, system):
    hook = webhook(world, system.url)
    world.candidate()
    system.status = 500
    tries = 0
    while Webhook.objects.get().state == "active":
        tries += work()
        later(seconds=outcomes.BACKOFF[-1] * 2)
        assert tries < 20
    assert tries == len(outcomes.BACKOFF) + 1
    message = Message.objects.filter(kind="webhook-paused", channel="in_app").get()
    assert message.to == world.lin and message.facts["reason"] == "HTTP 500"
    assert work() == 0
    system.status = 200
    actions.resume(actor=world.lin, pk=hook.pk)
    assert work() == 2 and system.events(hook.shown_secret)


def test_the_waits_add_up_to_a_day():
    assert 24 <= sum(outcomes.BACKOFF) / 3600 < 25


def test_gone_is_paused_at_once(world, system):
    webhook(world, system.url)
    system.status = 410
    world.candidate()
    work()
    assert Webhook.objects.get().state == "paused"


def test_one_event_it_never_takes_holds_up_its_own_object_alone(world, system):
    webhook(world, system.url)
    stuck, other = in_review(world), in_review(world)
    work()
    system.got.clear()
    system.refused = {"screening.ask-more"}
    asked_and_received(world, stuck)
    work()
    system.refused = set()
    asked_and_received(world, other)
    later(seconds=6)
    work()
    assert [kind for _n, kind in told(system, other)] == [
        "screening.ask-more",
        "screening.receive-more",
    ]
    assert [kind for _n, kind in told(system, stuck)] == [
        "screening.ask-more",
        "screening.ask-more",
        "screening.receive-more",
    ]


def test_killed_between_sending_and_writing_it_repeats_once_by_the_same_id(
    world, system, monkeypatch
):
    webhook(world, system.url)
    world.candidate()
    with monkeypatch.context() as patch:
        patch.setattr(delivering, "record", lambda *args: None)  # the worker dies here
        work()
    assert work() == 0  # it may yet be sending
    later(minutes=2)
    assert work() == 1 and work() == 0
    assert len(system.ids()) == 2 and len(set(system.ids())) == 1


def test_a_redirect_is_not_followed(world, system):
    webhook(world, system.url)
    system.status, system.headers = 302, {"Location": system.url}
    world.candidate()
    work()
    assert Attempt.objects.get().status == 302 and len(system.got) == 1


def test_a_slow_endpoint_keeps_nobody_else_waiting(world, system):
    """The fast one has all of its events before the slow one has half."""
    order = []
    with receiver() as slow:
        slow.meanwhile = lambda: (time.sleep(0.4), order.append("slow"))
        system.meanwhile = lambda: order.append("fast")
        webhook(world, slow.url)
        webhook(world, system.url)
        for _ in range(12):
            world.candidate()
        work()
    assert order.count("fast") == order.count("slow") == 12
    assert order[:18].count("fast") == 12


def test_who_asks_for_it_need_not_wait_until_a_failing_one_has_rested(world, system):
    hook = webhook(world, system.url)
    world.candidate()
    system.status = 500
    work()
    system.status = 200
    assert work() == 0
    actions.test(actor=world.lin, pk=hook.pk)
    assert work() == 1 and system.events()[-1]["type"] == "webhook.test"
