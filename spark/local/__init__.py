"""PostgreSQL and Redis for one machine, without installing either.

A `Local` is one folder with its own services, reached by sockets in it and never by
a port. Nothing here knows Django.
"""

import atexit
import contextlib
import dataclasses
import functools
import hashlib
import os
import re
import secrets
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from spark.local import account, programs, users
from spark.local.account import CannotStart
from spark.local.postgres import DATABASE, OWNER, RUNTIME, SOCKET, Postgres
from spark.local.redis import Redis

__all__ = ["CannotStart", "Local"]

CHECKOUT = Path(__file__).resolve().parents[2]
SOCKET_LIMIT = 100
ROOM_NEEDED = 200_000_000

Step = Callable[[str], contextlib.AbstractContextManager]

_this_process = threading.RLock()
_joined: dict[Path, int] = {}


@dataclasses.dataclass(frozen=True)
class Local:
    folder: Path
    durable: bool = True

    @classmethod
    def for_checkout(cls, purpose: str = "") -> "Local":
        """This checkout's services; those for a purpose ("test") don't fsync."""
        chosen = os.environ.get("SPARK_DATA")
        folder = Path(chosen).resolve() if chosen else _checkout_folder()
        return cls(folder / purpose, durable=not purpose)

    @property
    def database_url(self) -> str:
        return self._database_url(RUNTIME)

    @property
    def owner_database_url(self) -> str:
        return self._database_url(OWNER)

    @property
    def redis_url(self) -> str:
        return f"unix://{quote(str(self._redis.socket))}"

    def ensure(self, step: Step = contextlib.nullcontext) -> None:
        """Starts what doesn't run and makes this process a user of it, until it ends.

        `step` is entered with a line for people around everything that takes a while.
        """
        if self.folder in _joined:
            return
        with _this_process:
            if self.folder not in _joined:
                self.prepare()
                with users.one_at_a_time(self.folder / "lock"):
                    self._start(step)
                    _joined[self.folder] = users.join(self.folder / "users")
                atexit.register(self.release)

    def revive(self, step: Step = contextlib.nullcontext) -> None:
        """Starts again what has died, for a process that is already a user."""
        with _this_process, users.one_at_a_time(self.folder / "lock"):
            self._start(step)

    def running(self) -> bool:
        return self._postgres.running() and self._redis.running()

    def release(self) -> bool:
        """Ends this process's use; whether it was the last and stopped the services."""
        with _this_process:
            atexit.unregister(self.release)
            file = _joined.pop(self.folder, None)
            if file is None:
                return False
            try:
                with users.one_at_a_time(self.folder / "lock"):
                    if last := users.is_last(file):
                        self._stop()
                    return last
            finally:
                os.close(file)

    def stop(self, *, even_if_used: bool = False) -> bool:
        """Stops the services; whether there was anything to stop."""
        if not self.folder.exists():
            return False
        with users.one_at_a_time(self.folder / "lock"):
            file = users.join(self.folder / "users")
            try:
                found = self._postgres.running() or self._redis.running()
                if users.is_last(file) or even_if_used:
                    self._stop()
                return found
            finally:
                os.close(file)

    @functools.cached_property
    def run(self) -> Path:
        """The folder of the sockets: their names have a hard limit."""
        inside = self.folder / "run"
        if len(os.fsencode(inside / f"{SOCKET}.lock")) < SOCKET_LIMIT:
            return inside
        return Path(f"/tmp/spark-{os.geteuid()}-{_key(str(self.folder))}")  # noqa: S108

    @functools.cached_property
    def _postgres(self) -> Postgres:
        return Postgres(self.folder, self.run, durable=self.durable)

    @functools.cached_property
    def _redis(self) -> Redis:
        return Redis(self.folder, self.run)

    def _database_url(self, user: str) -> str:
        return f"postgresql://{user}@/{DATABASE}?host={quote(str(self.run), safe='')}"

    def prepare(self) -> None:
        """Makes the folders, or says why they can't be used."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self.folder.chmod(0o711)
            account.check_reachable(self.folder)
            account.private_folder(self.run)
            account.private_folder(self.folder / "log")
            room = shutil.disk_usage(self.folder).free
        except OSError as error:
            raise CannotStart(
                f"The data folder {self.folder} can't be used: {error.strerror}"
            ) from error
        if room < ROOM_NEEDED:
            raise CannotStart(
                f"No room on the disk of {self.folder}: {room // 1_000_000} MB free, "
                f"{ROOM_NEEDED // 1_000_000} MB needed"
            )

    def _start(self, step: Step) -> None:
        for name, service in (("PostgreSQL", self._postgres), ("Redis", self._redis)):
            if not service.running():
                with step(f"starting {name}"):
                    _start_whole(service)

    def _stop(self) -> None:
        self._redis.stop()
        self._postgres.stop()


def _start_whole(service: Postgres | Redis) -> None:
    """Starts it, or leaves nothing: Ctrl-C may find it half-way up."""
    try:
        service.start()
    except BaseException:
        service.give_up()
        raise


def _checkout_folder() -> Path:
    """Root's data lies outside the checkout, where the services' account can reach it.

    The name follows the checkout's path and a mark in it, so that neither a copy of
    the checkout nor a new one in the same place meets the old data.
    """
    inside = CHECKOUT / ".spark"
    if os.geteuid() != 0:
        return inside
    name = re.sub(r"[^a-z0-9]+", "-", CHECKOUT.name.lower())[:20].strip("-")
    return programs.root_folder() / f"{name}-{_key(f'{CHECKOUT}:{_mark(inside)}')}"


def _mark(folder: Path) -> str:
    file = folder / "mark"
    with contextlib.suppress(OSError):
        folder.mkdir(exist_ok=True)
        draft = file.with_name(f"mark.{os.getpid()}")
        if not file.exists():
            draft.write_text(secrets.token_hex(8))
            with contextlib.suppress(FileExistsError):
                os.link(draft, file)
            draft.unlink()
        return file.read_text()
    return ""


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def _forget_after_fork() -> None:
    """A forked child is no user until it asks: its parent's locks are not its own."""
    global _this_process
    _this_process = threading.RLock()
    for file in _joined.values():
        os.close(file)
    _joined.clear()


os.register_at_fork(after_in_child=_forget_after_fork)
