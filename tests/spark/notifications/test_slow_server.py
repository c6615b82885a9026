"""A mail server may be slow: each mail arrives once, and nothing else waits for it."""

import signal
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection

from spark import clock
from spark.accounts.models import User
from spark.celery import app
from spark.notifications import delivery, postman, tasks
from spark.notifications.models import Channel, Message, State
from tests.mailbox import Mailbox
from tests.spark.notifications.test_outbox import states, waiting


class PatientBackend(EmailBackend):
    """Takes a third of a second for each mail, and tells who comes meanwhile."""

    meanwhile: Callable[[], object] = staticmethod(lambda: None)

    def send_messages(self, messages):
        PatientBackend.meanwhile()
        time.sleep(0.3)
        return super().send_messages(messages)


class EndlessBackend(EmailBackend):
    """Is at it when the job's time is up."""

    def send_messages(self, messages):
        raise SoftTimeLimitExceeded


@pytest.fixture
def lin(world) -> User:
    return world.lin


@pytest.fixture
def server(settings) -> Iterator[Callable[..., Mailbox]]:
    """Starts a mail server, to which what is delivered goes."""
    started: list[Mailbox] = []

    def start(**slowness: float) -> Mailbox:
        started.append(Mailbox(**slowness))
        started[-1].start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", started[-1].port
        return started[-1]

    yield start
    for mailbox in started:
        mailbox.stop()


def only() -> Message:
    return Message.objects.get(channel=Channel.EMAIL)


def test_a_lease_outlives_whatever_a_job_may_do():
    answers = 12  # greeting, EHLO twice for TLS, log-in, mail, to whom, text, farewell
    assert timedelta(seconds=answers * 16) < postman.SENDING
    job = delivery.TURN + postman.SENDING
    soft, hard = tasks.deliver.soft_time_limit, tasks.deliver.time_limit
    assert job.total_seconds() < soft < hard < delivery.LEASE.total_seconds()
    assert delivery.LEASE.total_seconds() < app.conf.task_soft_time_limit
    visible = app.conf.broker_transport_options["visibility_timeout"]
    assert app.conf.task_soft_time_limit < app.conf.task_time_limit < visible


def test_a_slow_server_gets_each_mail_once(lin, server):
    mailbox = server(seconds=0.1)
    messages = [waiting(lin, "one"), waiting(lin, "two")]
    assert delivery.deliver_due() == 2
    assert delivery.deliver_due() == 0
    assert mailbox.ids == [f"<spark-{message.pk}@localhost>" for message in messages]
    assert states() == [State.SENT, State.SENT]


def test_a_whole_mail_has_a_limit_though_every_answer_keeps_its_own(
    lin, server, monkeypatch
):
    monkeypatch.setattr(postman, "SENDING", timedelta(seconds=1))
    mailbox = server(seconds=0.4)
    waiting(lin, "one")
    began = time.monotonic()
    assert delivery.deliver_due() == 1
    assert time.monotonic() - began < 2
    message = only()
    assert (message.state, message.attempts) == (State.WAITING, 1)
    assert "not done within 1 s" in message.error
    assert message.leased_until is None and message.due_at > clock.now()
    assert mailbox.ids == []
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_what_a_server_has_taken_is_sent_however_slow_its_farewell(
    lin, server, monkeypatch
):
    monkeypatch.setattr(postman, "SENDING", timedelta(seconds=1))
    mailbox = server(farewell=30)
    waiting(lin, "one")
    delivery.deliver_due()
    assert len(mailbox.ids) == 1
    assert only().state == State.SENT


def test_a_job_begins_no_mail_after_its_turn(lin, settings, monkeypatch):
    settings.EMAIL_BACKEND = f"{__name__}.PatientBackend"
    monkeypatch.setattr(delivery, "TURN", timedelta(seconds=0.2))
    waiting(lin, "one")
    waiting(lin, "two")
    assert delivery.deliver_due() == 1
    assert states() == [State.SENT, State.WAITING]
    assert delivery.deliver_due() == 1


@pytest.mark.django_db(transaction=True)
def test_one_job_at_a_time_delivers(lin, settings, monkeypatch):
    found = []

    def another() -> None:
        try:
            found.append(delivery.deliver_due())
        finally:
            connection.close()

    def meanwhile() -> None:
        worker = threading.Thread(target=another)
        worker.start()
        worker.join(10)

    settings.EMAIL_BACKEND = f"{__name__}.PatientBackend"
    monkeypatch.setattr(PatientBackend, "meanwhile", staticmethod(meanwhile))
    waiting(lin, "one")
    waiting(lin, "two")
    assert delivery.deliver_due() == 2
    assert found == [0, 0]
    assert len(mail.outbox) == 2
    monkeypatch.undo()
    waiting(lin, "three")
    meanwhile()
    assert found == [0, 0, 1]


def test_a_job_whose_time_is_up_ends_and_leaves_the_message(lin, settings):
    settings.EMAIL_BACKEND = f"{__name__}.EndlessBackend"
    waiting(lin, "one")
    waiting(lin, "two")
    with pytest.raises(SoftTimeLimitExceeded):
        delivery.deliver_due()
    first = Message.objects.filter(channel=Channel.EMAIL).order_by("pk").first()
    assert (first.attempts, first.leased_until) == (1, None)
    assert first.due_at > clock.now()
    assert states() == [State.WAITING, State.WAITING]
