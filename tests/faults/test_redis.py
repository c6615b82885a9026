"""Redis is stopped, paused or emptied under clicks: all is done, nothing is lost."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
import redis

from spark.local import account
from spark.local.redis import Redis
from tests.faults.clicking import Office, add_office, probe
from tests.faults.running import Running, eventually
from tests.mailbox import Mailbox

pytestmark = pytest.mark.faults
PATIENCE = 3.0  # seconds for a click, of which a hung Redis may take one
BUSY = 15.0  # seconds for a click while other tests have the machine
CLICKS = 6


@pytest.fixture(scope="module")
def mailbox() -> Iterator[Mailbox]:
    mailbox = Mailbox()
    mailbox.start()
    yield mailbox
    mailbox.stop()


@pytest.fixture(scope="module")
def server(new_folder) -> Iterator[Redis]:
    """A Redis that nobody watches over."""
    folder = new_folder()
    for inside in ("run", "log"):
        account.private_folder(folder / inside)
    server = Redis(folder, folder / "run")
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def spark(start, server, mailbox) -> Running:
    running = start(
        REDIS_URL=f"unix://{server.socket}",
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=str(mailbox.port),
    )
    running.wait_until_it_answers()
    add_office(running)
    eventually(lambda: probe(running, "/healthz") == 200)
    return running


@contextmanager
def stopped(server: Redis) -> Iterator[None]:
    server.stop()
    try:
        yield
    finally:
        server.start()


@contextmanager
def paused(server: Redis) -> Iterator[None]:
    pid = int(server.record.read_text())
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


@contextmanager
def flushed_again_and_again(server: Redis) -> Iterator[None]:
    ends = threading.Event()

    def flush() -> None:
        with redis.Redis(unix_socket_path=str(server.socket)) as client:
            while not ends.wait(0.05):
                client.flushall()

    thread = threading.Thread(target=flush)
    thread.start()
    try:
        yield
    finally:
        ends.set()
        thread.join()


@pytest.mark.parametrize("sick", [stopped, paused, flushed_again_and_again])
def test_clicks_are_done_and_their_jobs_run_once_redis_is_well(
    spark, server, mailbox, sick: Callable[[Redis], AbstractContextManager]
):
    parts = [spark.child(name).pid for name in ("web", "worker", "beat")]
    mailbox.ids.clear()
    there = Office(spark)
    assert there.log_in(), there.path
    there.took.clear()
    with sick(server):
        just_come = Office(spark)
        assert just_come.log_in(), just_come.path
        assert just_come.get("/candidates/") == 200
        names = [f"{sick.__name__}-{number}" for number in range(CLICKS)]
        assert [there.invite(name) for name in names] == [True] * CLICKS
        assert min(there.took) < PATIENCE and min(just_come.took) < PATIENCE
        assert max(there.took + just_come.took) < BUSY
        assert (probe(spark, "/livez"), probe(spark, "/readyz")) == (200, 200)
        if sick is not flushed_again_and_again:
            assert probe(spark, "/healthz") == 500
    letters = (
        "SELECT '<spark-' || m.id || '@localhost>' FROM notifications_message m"
        " JOIN accounts_user u ON u.id = m.to_id"
        f" WHERE channel = 'email' AND email LIKE '{sick.__name__}-%'"
    )
    wanted = {message for (message,) in spark.sql(letters)}
    assert len(wanted) == CLICKS
    eventually(lambda: set(mailbox.ids) == wanted)
    assert len(mailbox.ids) == CLICKS
    eventually(lambda: probe(spark, "/healthz") == 200)
    assert parts == [spark.child(name).pid for name in ("web", "worker", "beat")]
