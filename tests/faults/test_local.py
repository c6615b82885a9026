"""The embedded services alone: who counts as a user, and who stops them."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg2
import pytest

from spark.local import Local
from tests.faults.running import ROOT, environment, eventually

pytestmark = pytest.mark.faults
USER = """
import sys
from pathlib import Path
from spark.local import Local
Local(Path(sys.argv[1])).ensure()
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def folder(new_folder) -> Path:
    return new_folder()


def user(folder: Path) -> subprocess.Popen:
    """Another process that uses the folder until its input ends."""
    return subprocess.Popen(
        [sys.executable, "-c", USER, folder],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(folder),
        cwd=ROOT,
    )


def ready(*users: subprocess.Popen) -> None:
    for process in users:
        assert process.stdout and process.stdout.readline() == b"ready\n"


def leave(process: subprocess.Popen) -> None:
    process.communicate(timeout=30)
    assert process.returncode == 0


def test_last_one_out_stops_the_services(folder):
    local = Local(folder)
    users = [user(folder) for _ in range(3)]  # at once, on the first start
    ready(*users)
    for process in users:
        assert local.running()
        leave(process)
    assert not local.running()


def test_killed_user_does_not_count(folder):
    killed, left = user(folder), user(folder)
    ready(killed, left)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert Local(folder).running()
    leave(left)
    assert not Local(folder).running()


def test_services_without_users_are_taken_over(folder):
    killed = user(folder)
    ready(killed)
    killed.kill()
    killed.communicate()
    assert Local(folder).running()
    again = user(folder)
    ready(again)
    leave(again)
    assert not Local(folder).running()


def test_threads_and_repeats_count_once(folder):
    local = Local(folder)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: local.ensure(), range(16)))
    assert local.running()
    assert local.release()
    assert not local.running()
    assert not local.release()


def test_forked_child_leaves_the_services_alone(folder):
    local = Local(folder)
    local.ensure()
    child = os.fork()
    if child == 0:
        os._exit(int(local.release()))
    assert os.waitpid(child, 0)[1] == 0
    assert local.running()
    local.release()


def test_stop_spares_users_unless_told_otherwise(folder):
    someone = user(folder)
    ready(someone)
    local = Local(folder)
    assert local.stop()
    assert local.running()
    assert local.stop(even_if_used=True)
    assert not local.running()
    leave(someone)


def test_deep_folders_have_short_socket_names(folder):
    local = Local(folder / ("deep" * 10) / ("deeper" * 10))
    assert len(os.fsencode(local.run / ".s.PGSQL.5432.lock")) < 100
    local.ensure()
    with psycopg2.connect(local.database_url) as connection:
        assert connection.server_version >= 180000
    connection.close()
    local.release()


def test_start_after_a_killed_postgresql_whose_backends_still_die(folder):
    local = Local(folder)
    local.ensure()
    pid = int((folder / "postgres" / "postmaster.pid").read_text().split()[0])
    os.kill(pid, signal.SIGKILL)
    eventually(lambda: not local.running())
    local.revive()
    assert local.running()
    local.release()


def test_roles_own_and_may_what_they_should(folder):
    local = Local(folder)
    local.ensure()
    connection = psycopg2.connect(local.database_url)
    with connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper, rolcreatedb FROM pg_roles "
            "WHERE rolname LIKE 'spark%' ORDER BY rolname"
        )
        assert cursor.fetchall() == [
            ("spark", False, False),
            ("spark_owner", False, True),
        ]
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute("CREATE TABLE mine (id int)")
    connection.close()
    local.release()
