"""Messages under way by five channels while all that carries them is broken.

`MESSAGES=20000 pytest -s tests/faults/test_told.py` has as many under way as a busy
season; without it there are fewer, that the suite ends soon.
"""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import redis
from psycopg2 import errors

from tests.faults.putting import OF_EACH, PEOPLE, TYPE
from tests.faults.receiving import Receivers
from tests.faults.running import ROOT, Running, environment, eventually

pytestmark = pytest.mark.faults
NUMBER = int(os.environ.get("MESSAGES", "2000"))
MAIL = (
    "SELECT '<spark-' || m.id || '@localhost>' FROM notifications_message m"
    " JOIN accounts_user u ON u.id = to_id"
    " WHERE email LIKE 'told-%' AND channel = 'email'"
)
INBOX = (
    "SELECT to_id || ' ' || subject FROM notifications_message m"
    " JOIN accounts_user u ON u.id = to_id"
    " WHERE email LIKE 'told-%' AND channel = 'in_app' AND state = 'sent'"
)
HOOKED = f"SELECT 'msg_' || id FROM webhooks_delivery WHERE type = '{TYPE}'"  # noqa: S608
WAITS = f"""
    SELECT (SELECT count(*) FROM notifications_message WHERE state = 'waiting')
    + (SELECT count(*) FROM robots_groupmessage WHERE state = 'waiting')
    + (SELECT count(*) FROM webhooks_delivery
        WHERE due_at IS NOT NULL AND type = '{TYPE}')
    + (SELECT count(*) FROM candidates_personallink WHERE code_due_at IS NOT NULL)
"""  # noqa: S608
LATER = "interval '5 minutes'"  # longer than any lease
CLOCK_MOVED = f"""
    UPDATE notifications_message SET due_at = due_at - {LATER},
        leased_until = leased_until - {LATER} WHERE state = 'waiting';
    UPDATE robots_robot SET rests_until = rests_until - {LATER},
        leased_until = leased_until - {LATER};
    UPDATE robots_groupmessage SET due_at = due_at - {LATER},
        sent_at = sent_at - {LATER};
    UPDATE webhooks_delivery SET due_at = due_at - {LATER},
        leased_until = leased_until - {LATER};
    UPDATE webhooks_course SET rests_until = rests_until - {LATER};
    UPDATE candidates_personallink SET code_due_at = code_due_at - {LATER}
"""  # noqa: S608
CRASHES = 3  # the worker's, PostgreSQL's, and the clock's that ends every lease


def kill_worker(running: Running) -> None:
    worker = eventually(lambda: running.child("worker"))
    for process in [worker, *worker.children(recursive=True)]:
        process.kill()
    running.wait_until_it_says("worker ended (killed by SIGKILL)")


def empty_and_kill_redis(running: Running) -> None:
    with redis.Redis(unix_socket_path=str(running.local.run / "redis.sock")) as client:
        client.flushall()
    os.kill(int((running.local.run / "redis.pid").read_text()), signal.SIGKILL)


def restart_postgresql(running: Running) -> None:
    pid = (running.folder / "postgres" / "postmaster.pid").read_text().split()[0]
    os.kill(int(pid), signal.SIGINT)
    running.wait_until_it_says("PostgreSQL and Redis run again")


def move_clock(running: Running) -> None:
    """As often as it takes: who locks so many rows at once may meet another."""
    while True:
        try:
            running.sql(CLOCK_MOVED)
        except errors.DeadlockDetected:
            continue
        return


@contextmanager
def second_beat(running: Running, env: dict[str, str]) -> Iterator[None]:
    schedule = str(running.folder / "second-beat")
    command = [sys.executable, "-m", "celery", "-A", "spark", "beat"]
    command += ["-s", schedule, "--pidfile=", "-l", "ERROR"]
    beat = subprocess.Popen(command, env=env, cwd=ROOT)
    try:
        yield
        assert beat.poll() is None
    finally:
        beat.kill()
        beat.wait()


def wanted(running: Running) -> dict[str, set[str]]:
    """What has to come, by channel, named as those who get it name it."""
    phones = "SELECT phone FROM candidates_candidate c JOIN candidates_personallink"
    numbers = running.sql(f"{phones} l ON l.candidate_id = c.id WHERE code_by = 'sms'")
    robots = NUMBER // 4 // OF_EACH
    return {
        "inbox": {f"{n}" for n in range(NUMBER // 4 // PEOPLE * PEOPLE)},
        "email": {found for (found,) in running.sql(MAIL)},
        "sms": {number for (number,) in numbers},
        "robots": {
            f"/robot/{robot} {n + 2}" for robot in range(robots) for n in range(OF_EACH)
        },
        "webhooks": {found for (found,) in running.sql(HOOKED)},
    }


def test_nothing_is_lost_whatever_dies(start, capsys):
    with Receivers() as told:
        given = {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(told.mailbox.port),
            "EMAIL_TIMEOUT": "2",
            "SMS_KEY_ID": "key",
            "SMS_KEY_SECRET": "secret",
            "SMS_SIGN_NAME": "星火计划",
            "SMS_TEMPLATE": "SMS_15305",
            "SMS_URL": f"http://127.0.0.1:{told.port}",
        }
        running = start(**given).wait_until_it_answers()
        began = time.monotonic()
        env = environment(running.folder) | given
        put = f"from tests.faults.putting import put; put({NUMBER}, {told.port})"
        command = [sys.executable, ROOT / "manage.py", "shell", "-c", put]
        putting = subprocess.Popen(command, env=env, cwd=ROOT)
        with second_beat(running, env):
            for part, fault in enumerate(
                (kill_worker, empty_and_kill_redis, restart_postgresql), 1
            ):
                eventually(lambda: told.total() > NUMBER * part / 20, 240)  # noqa: B023
                fault(running)
            eventually(lambda: told.total() > NUMBER / 4, 240)
            move_clock(running)
            assert putting.wait(240) == 0
            eventually(lambda: running.sql(WAITS) == [(0,)], 240)
        took = time.monotonic() - began
        counts = told.counts()
        counts["inbox"] = Counter(found for (found,) in running.sql(INBOX))
        lines = [f"{NUMBER:,} messages, {took:.0f} s"]
        found = {}
        for channel, must in wanted(running).items():
            came = counts[channel]
            sent = len(must)
            lost = sent - len(came) if channel == "inbox" else len(must - set(came))
            again = {name: n - 1 for name, n in came.items() if n > 1}
            found[channel] = lost, again
            lines.append(
                f"{channel:10}{sent:7,} sent{lost:4} lost{sum(again.values()):4} twice"
            )
        with capsys.disabled():
            print("", *lines, sep="\n")  # noqa: T201 -- its figures
    assert {channel: lost for channel, (lost, _) in found.items() if lost} == {}
    assert found["inbox"][1] == {}
    for name, most in {"email": CRASHES, "sms": CRASHES}.items():
        assert sum(found[name][1].values()) <= most, found[name][1]
    groups = Counter(name.split()[0] for name in found["robots"][1])
    assert max(groups.values(), default=0) <= CRASHES
    assert max(found["robots"][1].values(), default=0) <= CRASHES
