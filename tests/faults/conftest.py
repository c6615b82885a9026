"""Data folders of their own, and a running Spark to kill parts of."""

import fcntl
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import pytest

from spark.local import Local
from tests.faults.running import Running


@pytest.fixture(scope="session")
def new_folder():
    """Makes data folders, where root's services can reach them; removes them after."""
    made: list[Path] = []

    def make() -> Path:
        made.append(Path(tempfile.mkdtemp(prefix="spark-", dir="/var/tmp")))
        made[-1].chmod(0o711)
        return made[-1]

    yield make
    for folder in made:
        Local(folder).stop(even_if_used=True)
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def migrated(new_folder, tmp_path_factory, worker_id) -> Path:
    """To copy: the data folder of a Spark that has been started and stopped once.

    By whichever of pytest's workers comes first.
    """
    base = tmp_path_factory.getbasetemp()
    whole = (base if worker_id == "master" else base.parent) / "migrated"
    with whole.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not whole.exists():
            copied(started_and_stopped(new_folder()), whole.with_suffix(".part"))
            whole.with_suffix(".part").rename(whole)
    return whole


def started_and_stopped(folder: Path) -> Path:
    running = Running(folder)
    try:
        running.wait_until_it_answers().signal(signal.SIGINT).wait()
    finally:
        running.end()
    return folder


@pytest.fixture(scope="module")
def start(new_folder, migrated):
    """Starts `manage.py up`, in a copy of the migrated folder unless told otherwise."""
    started: list[Running] = []

    def go(folder: Path | None = None, **options) -> Running:
        started.append(Running(folder or copied(migrated, new_folder()), **options))
        return started[-1]

    yield go
    for running in started:
        running.end()


@pytest.fixture(scope="module")
def spark(start) -> Running:
    """One running Spark, whose parts the tests of a module kill in turn."""
    return start().wait_until_it_answers()


def copied(source: Path, target: Path) -> Path:
    """With owners: they matter to PostgreSQL."""
    target.mkdir(exist_ok=True)
    subprocess.run(["cp", "-a", f"{source}/.", target], check=True)
    return target
