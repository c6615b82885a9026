"""Data folders of their own, and a running Spark to kill parts of."""

import shutil
import tempfile
from pathlib import Path

import pytest

from spark.local import Local
from tests.faults.running import Running


@pytest.fixture(autouse=True)
def _clean_cache():
    """These tests have their own Redis: the suite's is none of their business."""


@pytest.fixture(scope="module")
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


@pytest.fixture(scope="module")
def start(new_folder):
    """Starts `manage.py up` in a data folder; whatever is left is killed after."""
    started: list[Running] = []

    def go(folder: Path | None = None, **options) -> Running:
        started.append(Running(folder or new_folder(), **options))
        return started[-1]

    yield go
    for running in started:
        running.end()


@pytest.fixture(scope="module")
def spark(start) -> Running:
    """One running Spark, whose parts the tests of a module kill in turn."""
    return start().wait_until_it_answers()
