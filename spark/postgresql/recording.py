"""What migrating an empty database executed, kept for the next one of this machine.

Nearly all of that time goes into working out the SQL. An embedded database that is
empty gets the same SQL again, in one transaction: another checkout, a worker of the
tests or a cluster of `tests/faults` waits a second instead of twenty.

Only what goes through Django's cursors is recorded: a migration must not use COPY.
"""

import contextlib
import hashlib
import importlib.metadata
import inspect
import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

from spark.local import programs, users

KEPT = 5
PATIENCE = 600  # a busy machine migrates for minutes
# In place of a commit: whatever waits for one happens now.
COMMIT = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"
IMPORTS = re.compile(r"^(?:from|import) ([\w.]+)", re.MULTILINE)


@contextlib.contextmanager
def repeated(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Around a full migrate: replays the recording if there is one, else makes it.

    After a recording, migrating finds nothing left to do. A database that has tables
    or isn't embedded is left alone.
    """
    folder = _folder()
    if not (settings.SPARK_LOCAL and folder and _can_be_recorded(connection)):
        yield
        return
    file = folder / f"{key()}.json"
    with contextlib.ExitStack() as alone:
        # The first of several records, the others wait for what it finds out.
        lock = users.one_at_a_time(file.with_suffix(".lock"), PATIENCE)
        alone.enter_context(lock)
        if _repeat(connection, file):
            alone.close()
            yield
        else:
            recorder = Recorder()
            with connection.execute_wrapper(recorder):
                yield
            _keep(file, recorder.committed)


def key() -> str:
    """Names all that decides what migrating an empty database does.

    The migrations, what they import of this checkout, and every package's version.
    """
    packages = importlib.metadata.distributions()
    digest = hashlib.sha256(sys.version.encode())
    digest.update(
        str(
            sorted({f"{package.name} {package.version}" for package in packages})
        ).encode()
    )
    for name, content in sorted((path.name, path.read_bytes()) for path in sources()):
        digest.update(f"{name} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:20]


def sources() -> set[Path]:
    migrations = MigrationLoader(None).disk_migrations.values()
    sources = {Path(inspect.getfile(type(migration))) for migration in migrations}
    for path in list(sources):
        for name in IMPORTS.findall(path.read_text()):
            file = Path(getattr(sys.modules.get(name), "__file__", None) or "")
            if file.is_relative_to(settings.BASE_DIR) and not _is_installed(file):
                sources.add(file)
    return sources


def _is_installed(file: Path) -> bool:
    """Such as Django, when the environment is in this checkout: its version counts."""
    return file.is_relative_to(sys.prefix)


def _can_be_recorded(connection: BaseDatabaseWrapper) -> bool:
    """An empty database whose tables all come from migrations."""
    without = MigrationLoader(None).unmigrated_apps
    return not connection.introspection.table_names() and not any(
        list(apps.get_app_config(label).get_models()) for label in without
    )


def _folder() -> Path | None:
    """This user's own, or nothing where there can't be one."""
    cache = os.environ.get("XDG_CACHE_HOME")
    try:
        if not cache and os.geteuid() == 0:
            folder = programs.root_folder() / "migrated"
        else:
            folder = Path(cache or Path.home() / ".cache") / "spark-plan" / "migrated"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        mine = folder.stat().st_uid == os.geteuid()
    except (OSError, RuntimeError):  # RuntimeError: this user has no home
        return None
    return folder if mine and os.access(folder, os.W_OK) else None


def _repeat(connection: BaseDatabaseWrapper, file: Path) -> bool:
    """Whole or not at all; a recording that doesn't work is one that isn't there."""
    try:
        statements = json.loads(file.read_text())
        with transaction.atomic(connection.alias), connection.cursor() as cursor:
            cursor.execute(";\n".join(statements))
        os.utime(file)
    except (OSError, ValueError, DatabaseError):
        return False
    return True


def _keep(file: Path, statements: list[str]) -> None:
    """Write it whole or not at all; the least recently used go."""
    draft = file.with_suffix(".new")
    with contextlib.suppress(OSError):  # then the next one records
        with draft.open("w") as target:
            json.dump(statements, target)
            target.flush()
            os.fsync(target.fileno())
        draft.rename(file)
        kept = sorted(
            file.parent.glob("*.json"), key=lambda recording: recording.stat().st_mtime
        )
        stay = {recording.stem for recording in kept[-KEPT:]}
        for recording in file.parent.iterdir():
            if recording.stem not in stay:
                recording.unlink()


class Recorder:
    """Collects what is executed and committed, as an `execute_wrapper`."""

    def __init__(self) -> None:
        self.committed: list[str] = []
        self.waiting: list[str] = []
        self.transaction: object = None

    def __call__(
        self, execute: Callable, sql: Any, params: Any, many: bool, context: dict
    ) -> Any:
        result = execute(sql, params, many, context)
        connection = context["connection"]
        current = connection.atomic_blocks[0] if connection.in_atomic_block else None
        if current is not self.transaction:  # the one before was rolled back
            self.waiting, self.transaction = [], current
        for given in params if many else [params]:
            statement = context["cursor"].mogrify(sql, given).decode()
            # No index is built concurrently inside a transaction, nor need it be.
            self.waiting.append(statement.replace(" INDEX CONCURRENTLY ", " INDEX "))
        connection.on_commit(self._commit)
        return result

    def _commit(self) -> None:
        if self.waiting:
            self.committed += [*self.waiting, COMMIT]
            self.waiting = []
