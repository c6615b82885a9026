"""The embedded Redis of one data folder. It keeps nothing: all it holds can be lost."""

import contextlib
import os
import signal
import socket
import time
from pathlib import Path

from spark.local import account, programs
from spark.local.account import CannotStart
from spark.local.postgres import accepts


class Redis:
    def __init__(self, folder: Path, run: Path) -> None:
        self.run = run
        self.socket = run / "redis.sock"
        self.record = run / "redis.pid"
        self.log = folder / "log" / "redis.log"

    def running(self) -> bool:
        return self._ask("PING") == "+PONG"

    def start(self) -> None:
        """Returns when it answers; one that is there but doesn't answer is ended."""
        if accepts(self.socket):
            self.stop()
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
        if started.returncode or not self._answers_within(10):
            raise CannotStart(f"Redis did not start: {self._reason(started.stdout)}")

    def stop(self) -> None:
        self._ask("SHUTDOWN NOSAVE")
        end = time.monotonic() + 5
        while accepts(self.socket):
            if time.monotonic() > end:
                with contextlib.suppress(OSError, ValueError):
                    os.kill(int(self.record.read_text()), signal.SIGKILL)
                return
            time.sleep(0.02)

    def give_up(self) -> None:
        """Ends one that is still on its way up: it can't be asked before it listens."""
        end = time.monotonic() + 1
        while not accepts(self.socket) and time.monotonic() < end:
            time.sleep(0.02)
        self.stop()

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

    def _answers_within(self, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while not self.running():
            if time.monotonic() > end:
                return False
            time.sleep(0.02)
        return True

    def _reason(self, output: str) -> str:
        with contextlib.suppress(OSError):
            output += self.log.read_text(errors="replace")
        lines = [line.strip() for line in output.splitlines() if line.strip()]
        return lines[-1] if lines else "no reason given"
