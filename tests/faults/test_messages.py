"""Mail when a worker dies over it, and when the server is slow."""

import os
import signal
import socket
import time
from collections.abc import Iterator

import pytest

from tests.faults.clicking import Office, add_office, health, probe
from tests.faults.running import eventually
from tests.mailbox import Mailbox

pytestmark = pytest.mark.faults
ANSWER = 2  # seconds for which a server is waited for: a tenth of the default
MAIL = "FROM notifications_message WHERE channel = 'email' AND"
NAMES = f"SELECT '<spark-' || id || '@localhost>' {MAIL}"
LEFT = f"SELECT count(*) {MAIL} state = 'waiting' AND NOT held"
WAITING = f"{NAMES} state = 'waiting' AND NOT held"
OVERTAKEN = f"{NAMES} state = 'superseded'"
TRIES = "SELECT max(attempts) FROM notifications_message WHERE channel = 'email'"


def mail_to(port: int, answer: int) -> dict[str, str]:
    """The settings."""
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(port),
        "EMAIL_TIMEOUT": str(answer),
    }


def test_the_message_of_a_killed_worker_is_delivered_by_the_next(start):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        running = start(demo=True, **mail_to(port, 2 * ANSWER)).wait_until_it_answers()
        in_hand, _ = silent.accept()  # the worker waits for an answer that never comes
        eventually(lambda: running.child("worker")).kill()
        running.wait_until_it_says("worker ended (killed by SIGKILL)")
        in_hand.close()
    wanted = {name for (name,) in running.sql(WAITING)}
    mailbox = Mailbox(port)
    mailbox.start()
    try:
        eventually(lambda: running.sql(LEFT) == [(0,)], 240)  # a lease, and a turn
    finally:
        mailbox.stop()
    overtaken = {name for (name,) in running.sql(OVERTAKEN)}
    assert wanted - overtaken
    assert wanted - overtaken <= set(mailbox.ids)
    assert len(set(mailbox.ids)) == len(mailbox.ids)


@pytest.fixture
def slow() -> Iterator[Mailbox]:
    """Keeps everybody waiting for nearly as long as they do, line by line."""
    mailbox = Mailbox(seconds=0.8 * ANSWER)
    mailbox.start()
    yield mailbox
    mailbox.stop()


def test_a_slow_server_gets_each_mail_once_though_redis_dies_meanwhile(start, slow):
    running = start(**mail_to(slow.port, ANSWER)).wait_until_it_answers()
    add_office(running)
    eventually(lambda: probe(running, "/healthz") == 200)
    office = Office(running)
    assert office.log_in()
    assert office.invite("one")
    assert office.invite("two")
    warned = eventually(lambda: health(running)[1])
    began = time.monotonic()
    assert list(warned) == ["Outbox(limit=300)"]
    assert warned["Outbox(limit=300)"].startswith("Warning: the mail server has been")
    assert health(running)[0] == 200
    assert Office(running).log_in()
    assert probe(running, "/livez") == probe(running, "/readyz") == 200
    assert time.monotonic() - began < 6 * ANSWER  # nobody waited for the mail
    worker = running.child("worker")
    os.kill(int((running.local.run / "redis.pid").read_text()), signal.SIGKILL)
    eventually(lambda: running.sql(LEFT) == [(0,)], 120)
    assert running.sql(TRIES) == [(1,)]
    assert running.child("worker") == worker, running.said
    assert len(set(slow.ids)) == len(slow.ids) == 2
    eventually(lambda: health(running) == (200, {}))
