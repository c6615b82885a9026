"""Starting and stopping: what is in the way gets one line, and nothing is left."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.conftest import copied
from tests.faults.running import ROOT, eventually, free_port, manage

pytestmark = pytest.mark.faults


@pytest.fixture(scope="module")
def started_once(start) -> Path:
    """A data folder that has been used and left properly."""
    running = start().wait_until_it_answers()
    running.sql("CREATE TABLE kept AS SELECT 7 AS number")
    running.signal(signal.SIGINT).wait()
    return running.folder


def refused(result: subprocess.CompletedProcess) -> str:
    """The one line with which a command has refused."""
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1, result.stderr
    return result.stderr.strip()


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_ends_without_a_trace_and_keeps_the_data(start, started_once, ending):
    running = start(started_once).wait_until_it_answers()
    assert running.sql("SELECT number FROM kept") == [(7,)]
    assert running.signal(ending).wait() == 0
    assert running.processes() == []
    assert "Traceback" not in running.said
    assert running.lines[-1] == "stopped; the data is kept\n"


@pytest.mark.parametrize("words", ["starting PostgreSQL", "bringing the database"])
def test_ctrl_c_during_the_first_start(start, new_folder, words):
    running = start(new_folder()).wait_until_it_says(words).signal(signal.SIGINT)
    assert running.wait() == 0
    assert running.processes() == []
    assert "Traceback" not in running.said
    again = start(running.folder).wait_until_it_answers()
    assert eventually(again.answers)


def test_stop_ends_it_from_elsewhere(start, started_once):
    running = start(started_once).wait_until_it_answers()
    stopped = manage("stop", folder=started_once)
    assert stopped.returncode == 0
    assert running.wait() == 0
    assert running.processes() == []
    assert "nothing runs" in manage("stop", folder=started_once).stdout


def test_second_start_of_one_checkout_is_refused(start, started_once):
    running = start(started_once).wait_until_it_answers()
    line = refused(manage("up", "--port", str(free_port()), folder=started_once))
    assert f"already runs (process {running.process.pid})" in line
    running.end()


def test_two_checkouts_side_by_side(start):
    first, second = start(), start()
    first.wait_until_it_answers()
    second.wait_until_it_answers()
    first.sql("CREATE TABLE mine AS SELECT 1 AS number")
    assert second.sql("SELECT to_regclass('mine')") == [(None,)]
    assert first.signal(signal.SIGINT).wait() == 0
    assert eventually(second.answers)
    assert second.local.running()


def test_taken_port(new_folder):
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        line = refused(manage("up", "--port", str(port), folder=new_folder()))
    assert line.startswith(f"Port {port} is taken")


def test_data_folder_of_something_else(new_folder):
    folder = new_folder()
    (folder / "postgres").mkdir()
    (folder / "postgres" / "notes.txt").write_text("not a cluster")
    line = refused(manage("up", "--port", str(free_port()), folder=folder))
    assert f"{folder}/postgres is not a PostgreSQL data folder" in line
    line = refused(manage("showmigrations", folder=folder))
    assert f"{folder}/postgres is not a PostgreSQL data folder" in line


def test_broken_data_folder(new_folder, migrated):
    folder = copied(migrated, new_folder())
    (folder / "postgres" / "global" / "pg_control").write_bytes(b"gone")
    line = refused(manage("up", "--port", str(free_port()), folder=folder))
    assert line.startswith("PostgreSQL did not start: ")


def test_data_folder_is_a_file(new_folder):
    file = new_folder() / "file"
    file.write_text("")
    line = refused(manage("up", "--port", str(free_port()), folder=file))
    assert line.startswith(f"The data folder {file} can't be used")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")
def test_full_disk(new_folder):
    folder = new_folder()
    mount = ["mount", "-t", "tmpfs", "-o", "size=20m", "none", folder]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        line = refused(manage("up", "--port", str(free_port()), folder=folder))
    finally:
        subprocess.run(["umount", folder], check=True)
    assert line.startswith(f"No room on the disk of {folder}")


def test_commands_without_a_database_start_nothing(new_folder):
    folder = new_folder() / "untouched"
    for command in (["--help"], ["makemessages", "--help"], ["check"]):
        assert manage(*command, folder=folder).returncode == 0
    assert not folder.exists()


def test_missing_packages(tmp_path):
    shutil.copy(ROOT / "manage.py", tmp_path)
    bare = [sys.executable, "-I", "-S", tmp_path / "manage.py", "check"]
    result = subprocess.run(bare, capture_output=True, text=True, check=False)
    assert refused(result) == "The package django is missing: run make setup"
