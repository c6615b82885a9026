"""Keeps a few processes running under one: restarts what dies, ends all together."""

import collections
import contextlib
import ctypes
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
GRACE = 15
TOO_OFTEN, WITHIN = 5, 60
PARENT_DIED = 1  # PR_SET_PDEATHSIG of Linux

libc = ctypes.CDLL(None) if sys.platform == "linux" else None


class GiveUp(Exception):
    """All must stop; the message says why."""


class RestartBackoff:
    """Remembers when something died, and when it may be tried again."""

    def __init__(self) -> None:
        self.times: collections.deque[float] = collections.deque(maxlen=TOO_OFTEN)

    def add(self, what: str) -> float:
        """Seconds to wait before the next try."""
        now = time.monotonic()
        self.times.append(now)
        recent = [moment for moment in self.times if now - moment < WITHIN]
        if len(recent) >= TOO_OFTEN:
            raise GiveUp(f"{what} died {TOO_OFTEN} times within {WITHIN} seconds")
        return 0.5 * 2 ** (len(recent) - 1)


class Child:
    def __init__(self, name: str, command: list[str]) -> None:
        self.name = name
        self.command = command
        self.process: subprocess.Popen[bytes] | None = None
        self.start_at = 0.0
        self.backoff = RestartBackoff()
        self.unfinished = b""

    def start(self) -> None:
        """In a session of its own: Ctrl-C reaches the supervisor only."""
        self.process = subprocess.Popen(  # noqa: S603
            self.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
            start_new_session=True,
            preexec_fn=_end_with_parent,
        )
        os.set_blocking(self.output, False)

    @property
    def output(self) -> int:
        assert self.process and self.process.stdout
        return self.process.stdout.fileno()

    def lines(self) -> list[str]:
        """What it has said since, in whole lines; the rest when it has ended."""
        assert self.process
        with contextlib.suppress(BlockingIOError):
            while chunk := os.read(self.output, 65536):
                self.unfinished += chunk
        *lines, self.unfinished = self.unfinished.split(b"\n")
        if self.process.returncode is not None and self.unfinished:
            lines.append(self.unfinished)
            self.unfinished = b""
        return [line.decode(errors="replace") for line in lines]

    def signal(self, number: int) -> None:
        assert self.process
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(number)

    def kill_group(self) -> None:
        """Kill it and whatever it started."""
        assert self.process
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def close(self) -> None:
        if self.process and self.process.stdout:
            self.process.stdout.close()
        self.process = None


class Supervisor:
    """`tick` is called a few times a second, for whatever else must be watched."""

    def __init__(
        self,
        commands: dict[str, list[str]],
        say: Callable[[str], None],
        tick: Callable[[], None],
    ) -> None:
        self.children = [Child(name, command) for name, command in commands.items()]
        self.say = say
        self.tick = tick
        self.asked_to_stop = 0
        self.selector = selectors.DefaultSelector()

    def run(self) -> None:
        """Until a signal asks to stop; GiveUp when it makes no sense to go on."""
        with self._signals():
            try:
                while not self.asked_to_stop:
                    self._start_due()
                    self._listen(0.2)
                    self._reap()
                    self.tick()
            finally:
                self._stop_all()

    def _start_due(self) -> None:
        for child in self.children:
            if child.process is None and time.monotonic() >= child.start_at:
                child.start()
                self.selector.register(child.output, selectors.EVENT_READ, child)

    def _listen(self, timeout: float) -> None:
        for key, _ in self.selector.select(timeout):
            if isinstance(key.data, Child):
                self._repeat(key.data)
            else:
                os.read(key.fd, 100)

    def _repeat(self, child: Child) -> None:
        for line in child.lines():
            self.say(f"{child.name:<6} | {line}")

    def _reap(self) -> None:
        for child in self.children:
            if child.process and child.process.poll() is not None:
                how = _ending(child.process.returncode)
                self._clear(child)
                wait = child.backoff.add(f"{child.name} ({how})")
                child.start_at = time.monotonic() + wait
                self.say(f"{child.name} ended ({how}): starting it again in {wait} s")

    def _clear(self, child: Child) -> None:
        child.kill_group()
        self._repeat(child)
        self.selector.unregister(child.output)
        child.close()

    def _stop_all(self) -> None:
        """SIGTERM first; SIGKILL after GRACE seconds or at a second Ctrl-C."""
        asked, end = self.asked_to_stop, time.monotonic() + GRACE
        self.say("stopping")
        for child in self.children:
            if child.process:
                child.signal(signal.SIGTERM)
        while running := [child for child in self.children if child.process]:
            if time.monotonic() > end or self.asked_to_stop > max(asked, 1):
                for child in running:
                    child.kill_group()
            self._listen(0.1)
            for child in running:
                if child.process and child.process.poll() is not None:
                    self._clear(child)

    @contextlib.contextmanager
    def _signals(self) -> Iterator[None]:
        """Count the signals that ask to stop; a pipe wakes the loop."""
        reader, writer = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self.selector.register(reader, selectors.EVENT_READ, None)
        old_fd = signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        old = {number: signal.signal(number, self._asked) for number in ENDINGS}
        try:
            yield
        finally:
            for number, handler in old.items():
                signal.signal(number, handler)
            signal.set_wakeup_fd(old_fd)
            self.selector.close()
            os.close(reader)
            os.close(writer)

    def _asked(self, *_) -> None:
        self.asked_to_stop += 1


def _ending(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"code {code}"


def _end_with_parent() -> None:
    """In the child, before its program: if the supervisor is killed, so is it."""
    if libc is not None:
        libc.prctl(PARENT_DIED, signal.SIGTERM)
