"""What every test may ask for: a small world, and a worker that really works."""

import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from uuid import uuid4

import pytest
import redis
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import translation
from playwright.sync_api import Page

from spark.celery import app
from spark.jobs import QUEUES
from tests.browser import CHROMIUM, Visitor
from tests.places import Places
from tests.shared_world import SharedWorld
from tests.world import World


def pytest_configure() -> None:
    """Draw the seed of tests/spark/rest/test_fuzzing.py, the same for all workers."""
    os.environ.setdefault("API_SEED", str(secrets.randbelow(2**32)))


def pytest_terminal_summary(terminalreporter) -> None:
    terminalreporter.line(f"API_SEED={os.environ['API_SEED']}")


@pytest.fixture(params=["Asia/Shanghai", "Europe/Berlin", "America/Los_Angeles"])
def anywhere(request, monkeypatch) -> Iterator[str]:
    """A machine that stands there; Django set the process's zone to China's."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield request.param
    time.tzset()


@pytest.fixture(scope="session")
def shared_world(django_db_setup, django_db_blocker) -> Iterator[SharedWorld]:
    """Who fills tables for a whole module leaves it first."""
    shared = SharedWorld()
    yield shared
    with django_db_blocker.unblock():
        shared.end()


@pytest.fixture(autouse=True)
def _world_around(request) -> None:
    """A test with a world runs in the shared one's transaction, another of rows not."""
    asked = set(request.fixturenames)
    marker = request.node.get_closest_marker("django_db")
    commits = {"transactional_db", "live_server"} & asked
    if marker and marker.kwargs.get("transaction"):
        commits = {"transaction"}
    if not (marker or "django_db_blocker" in asked):  # of which `db` is one user
        return
    # By the mark, the test's own transaction would begin before the shared world's.
    assert not marker or commits or "world" not in asked, "a world needs no mark"
    shared = request.getfixturevalue("shared_world")
    with request.getfixturevalue("django_db_blocker").unblock():
        if commits:
            shared.leave_to_be_emptied()
        elif "world" in asked:
            shared.enter()
        elif marker or "db" in asked:
            shared.leave()
        else:  # a bare connection, maybe of no database of the tests
            shared.end()


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    """Each test begins in the default language: a page leaves its own active."""
    yield
    translation.deactivate()


@pytest.fixture
def world(db, shared_world) -> Iterator[World]:
    """Two colleges in one batch, and one person of each role."""
    yield shared_world.copy()
    forget_cache()


@pytest.fixture
def office(client, world) -> Client:
    """A browser of the programme office's."""
    client.force_login(world.office)
    return client


@pytest.fixture
def places(world) -> Places:
    """A base and a team more than the world has, with a live room and people."""
    return Places(world)


def forget_cache() -> None:
    """Drop this process's cache keys: rate limits outlive a rolled-back test."""
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        keys = list(client.scan_iter(match=f"{settings.REDIS_PREFIX}:*"))
        if keys:
            client.delete(*keys)


def forget_jobs() -> None:
    """Drop what earlier tests asked for: the worker would do all that before."""
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.delete(*(f"{settings.REDIS_PREFIX}{queue}" for queue in QUEUES))


@pytest.fixture
def worker(transactional_db) -> Iterator[subprocess.Popen]:
    """A Celery worker on this test's database, stopped before it is emptied."""
    forget_jobs()
    process = start_worker()
    yield process
    process.send_signal(signal.SIGTERM)
    process.wait(20)


def start_worker(**environment: str) -> subprocess.Popen:
    """Returns once it takes jobs: what a test waits for is what becomes of them."""
    name = f"worker-{uuid4()}@test"
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "celery", "-A", "spark", "worker"),
            *("-Q", "default,notify,solve,media", "-c", "1", "--pool", "solo"),
            *("--without-gossip", "--without-mingle", "-l", "WARNING"),
            *("--hostname", name),
        ],
        cwd=settings.BASE_DIR,
        env=os.environ | worker_environment() | environment,
    )
    end = time.monotonic() + 120
    while not app.control.ping([name], timeout=1):
        assert process.poll() is None and time.monotonic() < end, "no worker came up"
    return process


def worker_environment() -> dict[str, str]:
    """Where a process of its own finds this test's database and Redis."""
    here = connection.settings_dict
    place = f"/{here['NAME']}?host={here['HOST']}&port={here['PORT'] or 5432}"
    return {
        "SPARK_ENV": "test",
        "DATABASE_URL": f"postgresql://{here['USER']}:{here['PASSWORD']}@{place}",
        "OWNER_DATABASE_URL": f"postgresql://{settings.OWNER_USER}@{place}",
        "REDIS_URL": settings.REDIS_URL,
        "FILES_FOLDER": settings.FILES_FOLDER,
        "EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
    }


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    return browser_type_launch_args | CHROMIUM


@pytest.fixture
def visitor(page: Page, live_server, request) -> Iterator[Visitor]:
    width, language = request.param
    page.set_viewport_size({"width": width, "height": 900})
    page.set_default_timeout(15_000)
    visitor = Visitor(page, live_server.url, language)
    yield visitor
    assert not visitor.errors
