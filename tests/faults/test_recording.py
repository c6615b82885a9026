"""One empty database is migrated, the next ones of the machine repeat that."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest

from spark.local import Local
from spark.postgresql import recording
from tests.faults.running import ROOT, environment

pytestmark = pytest.mark.faults
TEST = ["tests/spark/test_migrate.py", "-k", "what_it_would_be", "-q"]
EVERYTHING = (
    "SELECT oid::regclass::text, relacl::text, pg_get_userbyid(relowner)"
    " FROM pg_class WHERE relnamespace = 'public'::regnamespace",
    "SELECT attrelid::regclass::text, attnum, attname, attidentity, attgenerated,"
    " format_type(atttypid, atttypmod), attnotnull, pg_get_expr(adbin, adrelid)"
    " FROM pg_attribute JOIN pg_class c ON c.oid = attrelid"
    " LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum"
    " WHERE relnamespace = 'public'::regnamespace AND attnum > 0",
    "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)"
    " FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
    "SELECT pg_get_triggerdef(oid), tgenabled::text, obj_description(oid)"
    " FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT proname, prosrc, proacl::text, pg_get_userbyid(proowner)"
    " FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    "SELECT extname, pg_get_userbyid(extowner) FROM pg_extension",
    "SELECT datname, datacl::text FROM pg_database",
    "SELECT sequencename, last_value FROM pg_sequences",
    "SELECT id, app, name FROM django_migrations",
    "SELECT code, name_zh, name_en FROM campuses_region",
    "SELECT id, content_type_id, codename, name FROM auth_permission",
)


@pytest.fixture
def kept(tmp_path, monkeypatch) -> Path:
    """Where this test's recordings are: nobody has made any yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "spark-plan" / "migrated"


def migrating(folder: Path) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, ROOT / "manage.py", "migrate"],
        env=environment(folder) | {"PYTHONUNBUFFERED": "1"},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def kill_under_way(process: subprocess.Popen) -> None:
    assert any("Applying" in line for line in process.stdout)
    process.kill()
    process.communicate()


def query(folder: Path, *statements: str) -> list[list[tuple]]:
    local = Local(folder)
    local.ensure()
    connection = psycopg2.connect(local.owner_database_url)
    try:
        with connection.cursor() as cursor:
            found = []
            for statement in statements:
                cursor.execute(statement)
                found.append(sorted(cursor.fetchall(), key=str))
            return found
    finally:
        connection.close()
        local.release()


def test_of_two_after_a_killed_one_the_first_migrates_and_both_are_equal(
    new_folder, kept
):
    kill_under_way(migrating(new_folder()))
    assert [file.suffix for file in kept.iterdir()] == [".lock"]
    for age in range(1, recording.KEPT + 2):
        old = kept / f"{age}.json"
        old.write_text("[]")
        os.utime(old, (1_000_000 - age, 1_000_000 - age))
    first, second = new_folder(), new_folder()
    said = [
        process.communicate()[0] for process in (migrating(first), migrating(second))
    ]
    assert sorted("Applying" in lines for lines in said) == [False, True]
    assert query(first, *EVERYTHING) == query(second, *EVERYTHING)
    left = {file.stem for file in kept.iterdir()}
    assert left == {recording.key(), "1", "2", "3", "4"}


def test_a_recording_that_fails_leaves_nothing_and_is_made_again(new_folder, kept):
    kept.mkdir(parents=True)
    broken = '["CREATE TABLE half (id int)", "SELECT 1/0"]'
    (kept / f"{recording.key()}.json").write_text(broken)
    folder = new_folder()
    kill_under_way(migrating(folder))
    halves = "SELECT FROM pg_class WHERE relname = 'half'"
    assert query(folder, halves) == [[]]


def test_the_tests_database_is_kept_until_the_migrations_change(new_folder):
    folder = new_folder()
    kept = "SELECT to_regclass('kept')::text"
    run_tests(folder)
    in_tests_database(folder, "CREATE TABLE kept ()")
    run_tests(folder)
    assert in_tests_database(folder, kept) == "kept"
    in_tests_database(folder, "COMMENT ON DATABASE test_spark IS 'other migrations'")
    run_tests(folder)
    assert in_tests_database(folder, kept) is None


def run_tests(folder: Path) -> None:
    command = [sys.executable, "-m", "pytest", *TEST]
    subprocess.run(command, env=environment(folder), cwd=ROOT, check=True)


def in_tests_database(folder: Path, statement: str) -> str | None:
    local = Local(folder / "test", durable=False)
    local.ensure()
    url = local.owner_database_url.replace("/spark?", "/test_spark?")
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchone()[0] if cursor.description else None
    finally:
        connection.close()
        local.release()
