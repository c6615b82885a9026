"""Who asks how Spark is: alive, ready, well."""

import threading
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client
from health_check.base import HealthCheck
from health_check.exceptions import HealthCheckException, ServiceWarning

from candidates.portal.models import PersonalLink
from spark import clock
from spark.jobs import QUEUES
from spark.notifications import delivery, tasks
from spark.notifications.health import Outbox
from spark.notifications.models import Message, State
from spark.operations import health as operations
from spark.operations.models import JobRun
from tests.spark.notifications.test_outbox import waiting
from tests.spark.superuser import superuser

PROGRAM = {"Accept": "application/json"}


def ask(path: str, **headers: str) -> tuple[int, str]:
    """As a program does that knows no host name, and speaks no HTTPS."""
    response = Client().get(path, headers={"Host": "10.0.0.7"} | headers)
    return response.status_code, response.text


@pytest.fixture
def _all_queues_live(db):
    for queue in QUEUES:
        tasks.pulse(queue)


def pulsed(queue: str, seconds: float) -> None:
    then = clock.now() - timedelta(seconds=seconds)
    cache.set(tasks.pulse_key(queue), then.timestamp())


def health() -> tuple[int, dict[str, str]]:
    response = Client().get("/healthz", headers=PROGRAM)
    wrong = {what: said for what, said in response.json().items() if said != "OK"}
    return response.status_code, wrong


def test_alive_asks_nobody_else(office, settings, django_assert_num_queries):
    settings.SECURE_SSL_REDIRECT = True
    settings.CACHES = {"default": {"BACKEND": "no.such.cache"}}
    with django_assert_num_queries(0):
        assert ask("/livez") == (200, "ok\n")
        assert office.get("/livez").status_code == 200


@pytest.fixture
def _release_not_migrated_to(db):
    """Somebody else's statement takes the last migration of duties back."""
    name = "(SELECT max(name) FROM django_migrations WHERE app = 'duties')"
    with superuser() as cursor:
        cursor.execute(
            f"UPDATE django_migrations SET app = 'later' WHERE name = {name}"
            " AND app = 'duties'"
        )
        yield
        cursor.execute(
            "UPDATE django_migrations SET app = 'duties' WHERE app = 'later'"
        )


def test_ready_is_who_has_a_database(db, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert ask("/readyz") == (200, "ok\n")


@pytest.mark.usefixtures("_release_not_migrated_to")
def test_ready_is_only_who_has_all_migrations(db):
    assert ask("/readyz") == (503, "no migrations\n")


def test_without_a_database_one_is_alive_and_not_ready(db, monkeypatch):
    found = []

    def asking() -> None:
        found.append((ask("/livez"), ask("/readyz")))
        connection.close()

    monkeypatch.setitem(connections.settings["default"], "HOST", "/nowhere")
    thread = threading.Thread(target=asking)
    thread.start()
    thread.join(10)
    assert found == [((200, "ok\n"), (503, "no database\n"))]


@pytest.mark.usefixtures("_all_queues_live")
def test_all_is_well():
    assert health() == (200, {})


@pytest.mark.usefixtures("_all_queues_live")
@pytest.mark.parametrize(
    ("queue", "seconds", "status"),
    [
        ("default", 46, 500),
        ("notify", 46, 200),
        ("notify", 601, 500),
        ("solve", 46, 200),
        ("solve", 601, 500),
    ],
)
def test_a_silent_queue_is_named_and_one_that_may_be_busy_warns_first(
    queue, seconds, status
):
    pulsed(queue, seconds)
    answered, wrong = health()
    assert answered == status
    ((what, said),) = wrong.items()
    assert f"queue='{queue}'" in what
    assert said.startswith("Warning" if status == 200 else "Unavailable")


@pytest.mark.usefixtures("_all_queues_live")
def test_a_queue_never_heard_of_is_an_alarm():
    cache.delete(tasks.pulse_key("solve"))
    assert health()[0] == 500


@pytest.mark.usefixtures("_all_queues_live")
def test_without_redis_one_is_ready_and_not_well(settings, monkeypatch):
    gone = "redis://:secret@127.0.0.1:1/0"
    settings.REDIS_URL = gone
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": gone}}
    monkeypatch.setattr("spark.redis._rests_until", 0.0)
    assert ask("/readyz")[0] == ask("/livez")[0] == 200
    status, wrong = health()
    assert status == 500
    assert wrong["Redis()"] == "Unavailable: Redis does not answer"
    others = [said for what, said in wrong.items() if what != "Redis()"]
    assert others == ["Warning: can't be told without Redis"] * len(QUEUES)
    assert "secret" not in str(wrong)


def warning() -> str:
    try:
        Outbox().run()
    except ServiceWarning as said:
        return said.message
    return ""


def test_mail_that_goes_out_slowly_or_not_at_all_is_a_warning(world):
    now = clock.now()
    assert warning() == ""
    message = waiting(world.lin, "one", due_at=now - timedelta(seconds=301))
    assert warning().startswith("yellow: the oldest message waits since")
    Message.objects.update(due_at=now - timedelta(seconds=1801))
    assert warning().startswith("red: ")
    message.attempts, message.leased_until = 1, now + delivery.LEASE
    message.save()
    assert warning() == ""
    message.leased_until -= timedelta(seconds=50)
    message.save()
    assert "has been taking a message for 50 s" in warning()
    message.leased_until, message.due_at = None, now + timedelta(seconds=120)
    message.save()
    assert warning() == "the mail server takes nothing"
    waiting(world.lin, "two", state=State.SENT, sent_at=now)
    assert warning() == ""


def said(check: HealthCheck) -> str:
    try:
        check.run()
    except HealthCheckException as wrong:
        return str(wrong)
    return ""


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (3, ""),
        (4, "Warning: yellow: late or failed: admit who signed"),
        (16, "Unavailable: red: not done: admit who signed"),
    ],
)
def test_a_job_that_is_not_done_warns_and_then_alarms(db, time_machine, minutes, words):
    now = clock.now()
    time_machine.move_to(now, tick=False)
    done = now - timedelta(minutes=minutes)
    JobRun.objects.create(job="team.admit_signed", since=done, done_at=done)
    assert said(operations.Jobs()) == words


def test_what_rooms_find_wrong_is_a_warning(world):
    now = clock.now()
    link = PersonalLink.objects.create(
        candidate=world.candidate(),
        created_at=now,
        expires_at=now + timedelta(days=1),
        code_by="sms",
        code_failed="late",
        code_expires_at=now,
    )
    assert said(operations.Watches()) == "Warning: yellow: codes by sms"
    link.code_failed = "wrong"  # the number itself
    link.save()
    assert said(operations.Watches()) == ""
    link.code_due_at, link.code_wanted_at = now, now - timedelta(minutes=3)
    link.save()
    assert said(operations.Watches()) == "Warning: yellow: codes by sms"
    link.code_sent_at = now - timedelta(minutes=30)
    link.save()
    assert said(operations.Watches()) == ""
