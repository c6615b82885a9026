"""What a recording of migrating holds for, and what it holds."""

import contextlib
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction

from spark.postgresql import recording

DUTIES = settings.BASE_DIR / "spark" / "duties" / "migrations"


@pytest.fixture
def copy(tmp_path, monkeypatch, settings) -> Path:
    """The migrations of one app, in a package of their own."""
    shutil.copytree(DUTIES, tmp_path / "copied_duties")
    monkeypatch.syspath_prepend(tmp_path)
    settings.MIGRATION_MODULES = {"duties": "copied_duties"}
    return tmp_path / "copied_duties"


def test_the_key_follows_every_migration(copy):
    before = recording.key()
    assert recording.key() == before
    last = sorted(copy.glob("0*.py"))[-1]
    last.write_text(last.read_text() + "# changed\n")
    assert recording.key() != before


def test_the_key_follows_what_migrations_import():
    names = {path.name for path in recording.sources()}
    assert "crypto.py" in names
    assert "timezone.py" not in names  # Django's, whose version counts


def test_only_what_is_committed_is_recorded(django_db_blocker):
    recorder = recording.Recorder()
    with (
        django_db_blocker.unblock(),  # no transaction around it, no table to empty
        connection.cursor() as cursor,
        connection.execute_wrapper(recorder),
    ):
        with contextlib.suppress(ZeroDivisionError), transaction.atomic():
            cursor.execute("SELECT 'rolled back'")
            raise ZeroDivisionError
        with transaction.atomic():
            cursor.execute("SELECT %s", ["two"])
        cursor.execute("SELECT 'DROP INDEX CONCURRENTLY '")
    commit = recording.COMMIT
    assert recorder.committed == [
        "SELECT 'two'",
        commit,
        "SELECT 'DROP INDEX '",
        commit,
    ]
