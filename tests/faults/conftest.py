"""Data folders of their own, and a running Spark to kill parts of."""

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
def migrated(new_folder) -> Path:
    """The data folder of a Spark that has been started and stopped once."""
    running = Running(new_folder())
    try:
        running.wait_until_it_answers().signal(signal.SIGINT).wait()
    finally:
        running.end()
    return running.folder


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
    subprocess.run(["cp", "-a", f"{source}/.", target], check=True)
    return target
