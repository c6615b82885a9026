"""`manage.py up` as a process of its own: what it says, its children, its end."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import psutil
import psycopg2

from spark.local import Local

ROOT = Path(__file__).resolve().parents[2]
ON_THEIR_OWN = ["DATABASE_URL", "REDIS_URL", "SITE_URL", "SPARK_ENV", "SPARK_PURPOSE"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def manage(*args: str, folder: Path | str, **options) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", *args],
        env=environment(folder),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        **options,
    )


def environment(folder: Path | str) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if name not in ON_THEIR_OWN
    }
    return kept | {"SPARK_DATA": str(folder), "QUIET_HOURS": "off"}


def eventually(holds: Callable[[], object], seconds: float = 60):
    """Waits until something is true, and returns it."""
    end = time.monotonic() + seconds
    while not (value := holds()):
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.05)
    return value


class Running:
    def __init__(self, folder: Path, *, demo: bool = False, **settings: str) -> None:
        self.folder = folder
        self.local = Local(folder)
        self.port = free_port()
        self.lines: list[str] = []
        command = [sys.executable, ROOT / "manage.py", "up", "--port", str(self.port)]
        self.process = subprocess.Popen(
            command if demo else [*command, "--no-demo"],
            env=environment(folder) | settings,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        with self.process.stdout as output:
            self.lines.extend(iter(output.readline, ""))

    @property
    def said(self) -> str:
        return "".join(self.lines)

    def wait_until_it_says(self, words: str, times: int = 1) -> "Running":
        eventually(lambda: self.said.count(words) >= times or self._gone(), 300)
        assert self.said.count(words) >= times, self.said
        return self

    def wait_until_it_answers(self) -> "Running":
        return self.wait_until_it_says(f"http://localhost:{self.port}")

    def _gone(self) -> bool:
        return self.process.poll() is not None and not self.reader.is_alive()

    def answers(self) -> bool:
        address = f"http://127.0.0.1:{self.port}/accounts/login/"
        try:
            with urllib.request.urlopen(address, timeout=5) as page:  # noqa: S310
                return page.status == 200
        except OSError:
            return False

    def child(self, name: str) -> psutil.Process | None:
        """The process of a part; nothing while it is down."""
        word = {"web": "granian", "worker": "worker", "beat": "beat"}[name]
        for process in psutil.Process(self.process.pid).children():
            if word in process.cmdline():
                return process
        return None

    def processes(self) -> list[str]:
        """Everything alive that has to do with this data folder."""
        mine = []
        for process in psutil.process_iter():
            try:
                places = [*process.cmdline(), process.environ().get("SPARK_DATA", "")]
            except psutil.Error:
                continue
            alive = process.status() != psutil.STATUS_ZOMBIE
            if alive and process.pid != os.getpid() and str(self.folder) in str(places):
                mine.append(" ".join(process.cmdline()))
        return mine

    def signal(self, number: int) -> "Running":
        """To the whole process group, as the terminal sends Ctrl-C."""
        os.killpg(self.process.pid, number)
        return self

    def wait(self) -> int:
        code = self.process.wait(60)
        self.reader.join(10)
        return code

    def end(self) -> None:
        if self.process.poll() is None:
            self.signal(signal.SIGTERM)
            try:
                self.wait()
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.wait()

    def sql(self, statement: str) -> list[tuple]:
        connection = psycopg2.connect(self.local.owner_database_url)
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()
