"""Several at work: nothing is sent twice, out of order, or waited for."""

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, transaction

from spark import clock
from spark.accounts.models import User
from spark.notifications import delivery
from spark.notifications.models import Channel, Message, State
from spark.notifications.tasks import deliver
from tests.spark.notifications.test_outbox import put, states, waiting


class SlowBackend(EmailBackend):
    """Before it answers, another message is put and another worker looks for work."""

    tried_meanwhile = -1

    def send_messages(self, messages):
        if SlowBackend.tried_meanwhile < 0:
            SlowBackend.tried_meanwhile = 0
            put(User.objects.get(email=messages[0].to[0]), state="b")
            SlowBackend.tried_meanwhile = delivery.deliver_due()
        return super().send_messages(messages)


class OvertakenBackend(EmailBackend):
    """Takes so long that another worker has taken the message up."""

    def send_messages(self, messages):
        soon = clock.now() + timedelta(minutes=1)
        rows = Message.objects.filter(channel=Channel.EMAIL)
        rows.update(attempts=2, error="of the other", leased_until=soon)
        raise ConnectionResetError


@pytest.fixture
def lin(world) -> User:
    return world.lin


def test_nothing_is_locked_while_a_message_is_sent(lin, settings):
    """What is put meanwhile waits its turn, and is neither lost nor early."""
    settings.EMAIL_BACKEND = f"{__name__}.SlowBackend"
    put(lin, state="a")
    deliver()
    first, second = Message.objects.filter(channel=Channel.EMAIL).order_by("pk")
    assert SlowBackend.tried_meanwhile == 0
    assert (first.state, second.state) == (State.SUPERSEDED, State.SENT)
    assert first.leased_until is None


def test_what_a_dead_worker_had_in_hand_is_due_when_its_lease_ends(lin):
    soon = clock.now() + timedelta(seconds=50)
    waiting(lin, "one", leased_until=soon, attempts=1)
    waiting(lin, "one")
    deliver()
    assert states() == [State.WAITING, State.WAITING]
    Message.objects.filter(attempts=1).update(leased_until=clock.now())
    deliver()
    assert states() == [State.SENT, State.SENT]


def test_a_worker_thought_dead_overwrites_nothing(lin, settings):
    settings.EMAIL_BACKEND = f"{__name__}.OvertakenBackend"
    put(lin)
    deliver()
    message = Message.objects.get(channel=Channel.EMAIL)
    assert (message.attempts, message.error) == (2, "of the other")
    assert message.leased_until is not None


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_never_send_twice(lin):
    for number in range(20):
        waiting(lin, f"subject {number}")
    gate = threading.Barrier(2)
    tried = []

    def work() -> None:
        gate.wait(10)
        try:
            tried.append(sum(delivery.deliver_due() for _ in range(3)))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    assert states() == [State.SENT] * 20
    assert len(mail.outbox) == len({letter.subject for letter in mail.outbox}) == 20
    assert sum(tried) == 20


@pytest.mark.django_db(transaction=True)
def test_a_message_another_worker_holds_is_left_to_it(lin):
    held, free = waiting(lin, "held"), waiting(lin, "free")
    waiting(lin, "held")

    def work() -> None:
        delivery.deliver_due()
        connection.close()

    with transaction.atomic():
        Message.objects.select_for_update().get(pk=held.pk)
        worker = threading.Thread(target=work)
        worker.start()
        worker.join(10)
        assert not worker.is_alive()
        sent = Message.objects.filter(state=State.SENT)
        assert set(sent) == {free}
