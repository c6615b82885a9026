"""The embedded Redis of one data folder. It keeps nothing: all it holds can be lost."""

import contextlib
import os
import signal
import socket
import time
from pathlib import Path

from spark.local import account, programs
from spark.local.account import CannotStart


class Redis:
    def __init__(self, folder: Path, run: Path) -> None:
        self.run = run
        self.socket = run / "redis.sock"
        self.record = run / "redis.pid"
        self.log = folder / "log" / "redis.log"

    def running(self) -> bool:
        return self._ask("PING") == "+PONG"

    def start(self) -> None:
        """Returns when it answers."""
        self.log.unlink(missing_ok=True)
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "save": "",
            "appendonly": "no",
            "dir": str(self.run),
            "pidfile": str(self.record),
            "logfile": str(self.log),
            "daemonize": "yes",
        }
        command = [str(programs.redis())]
        for name, value in settings.items():
            command += [f"--{name}", value]
        started = account.run(command, self.run)
        if started.returncode or not self._wait(answering=True, seconds=10):
            raise CannotStart(f"Redis did not start: {self._reason(started.stdout)}")

    def stop(self) -> None:
        self._ask("SHUTDOWN NOSAVE")
        if not self._wait(answering=False, seconds=5):
            with contextlib.suppress(OSError, ValueError):
                os.kill(int(self.record.read_text()), signal.SIGKILL)

    def _ask(self, command: str) -> str:
        """The first line of the answer, or nothing."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(2)
            try:
                connection.connect(str(self.socket))
                connection.sendall(f"{command}\r\n".encode())
                return connection.recv(1000).decode(errors="replace").split("\r\n")[0]
            except OSError:
                return ""

    def _wait(self, *, answering: bool, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.running() == answering:
                return True
            time.sleep(0.02)
        return False

    def _reason(self, output: str) -> str:
        with contextlib.suppress(OSError):
            output += self.log.read_text(errors="replace")
        lines = [line.strip() for line in output.splitlines() if line.strip()]
        return lines[-1] if lines else "no reason given"
