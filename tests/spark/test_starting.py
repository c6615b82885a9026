"""Web, worker and beat of production look at the database before they start."""

import os
import subprocess
import sys
import tempfile

import pytest
from django.conf import settings
from django.db import connection

from tests.spark.superuser import superuser
from tests.spark.test_environment import SAFE
from tests.world import World

SERVING = {
    "web": ["-c", "import spark.asgi; print('started')"],
    "worker": ["-m", "celery", "-q", "-A", "spark", "worker", "--pool", "solo"],
    "beat": ["-m", "celery", "-q", "-A", "spark", "beat", "--pidfile="],
}
PARTS = SERVING | {"migrate": [f"{settings.BASE_DIR}/manage.py", "migrate"]}


def start(part: str, **environment: str) -> str:
    """What a part says that ends by itself, on this test's database."""
    here = connection.settings_dict
    place = f"@/{here['NAME']}?host={here['HOST']}"
    given = SAFE | {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(settings.BASE_DIR),
        "DATABASE_URL": f"postgresql://{here['USER']}{place}",
        "REDIS_URL": settings.REDIS_URL,
    }
    with tempfile.TemporaryDirectory() as folder:  # beat writes its schedule there
        done = subprocess.run(
            [sys.executable, *PARTS[part]],
            cwd=folder,
            env=given | environment,
            capture_output=True,
            text=True,
            timeout=60,
        )
    return done.stdout + done.stderr


def test_a_safe_one_starts(transactional_db):
    assert start("web").startswith("started\n")


@pytest.mark.parametrize("part", SERVING)
def test_a_runtime_role_that_owns_a_table_starts_nothing(transactional_db, part):
    role = settings.RUNTIME_ROLE
    with superuser() as cursor:
        cursor.execute(f"CREATE TABLE mine (); ALTER TABLE mine OWNER TO {role}")
        try:
            said = start(part)
        finally:
            cursor.execute("DROP TABLE mine")
    assert f"The role {role} owns mine" in said and "started" not in said


def test_who_serves_does_not_know_the_owners_password(transactional_db):
    owner = "postgresql://spark_owner:p@localhost/spark"
    assert "OWNER_DATABASE_URL is set" in start("web", OWNER_DATABASE_URL=owner)


def test_with_keys_that_do_not_fit_what_is_stored_nothing_starts(transactional_db):
    World().candidate()
    assert "FIELD_KEYS lacks the key" in start("web")


def test_a_database_that_is_on_its_way_up_stops_nobody():
    nowhere = "postgresql://spark@localhost:1/spark"
    assert "started" in start("web", DATABASE_URL=nowhere)


def test_only_the_owner_migrates(transactional_db):
    assert "OWNER_DATABASE_URL is not set" in start("migrate")
