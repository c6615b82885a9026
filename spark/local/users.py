"""Counts the processes that use a data folder: the last one out stops its services.

Each user holds a shared lock on one file, so one that was killed doesn't count.
"""

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path

from spark.local.account import CannotStart

PATIENCE = 120


@contextlib.contextmanager
def one_at_a_time(path: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold an exclusive lock on the file, waiting for it up to `patience` seconds."""
    file = _open(path)
    try:
        end = time.monotonic() + patience
        while not _lock(file, fcntl.LOCK_EX):
            if time.monotonic() > end:
                raise CannotStart(f"Another process has held {path} for {patience} s")
            time.sleep(0.05)
        yield
    finally:
        os.close(file)


def join(path: Path) -> int:
    """Become a user, until the returned descriptor is closed or the process ends."""
    file = _open(path)
    fcntl.flock(file, fcntl.LOCK_SH)
    return file


def is_last(file: int) -> bool:
    """Whether no other process uses the folder; call it on the way out."""
    return _lock(file, fcntl.LOCK_EX)


def claim(path: Path) -> int | None:
    """Lock a file and write our process number into it; None if another holds it."""
    file = _open(path)
    if not _lock(file, fcntl.LOCK_EX):
        os.close(file)
        return None
    os.ftruncate(file, 0)
    os.write(file, str(os.getpid()).encode())
    return file


def holder(path: Path) -> int | None:
    """The number of the process that claimed a file and still runs."""
    if not path.exists():
        return None
    file = _open(path)
    try:
        return None if _lock(file, fcntl.LOCK_SH) else int(os.read(file, 20) or 0)
    finally:
        os.close(file)


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise CannotStart(f"{path} can't be opened: {error.strerror}") from error


def _lock(file: int, kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
