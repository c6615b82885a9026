"""Runs everything on one machine: services, migrations, web, worker and beat."""

import contextlib
import errno
import http.client
import io
import os
import shutil
import signal
import socket
import sys
import time
from collections.abc import Iterator

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.db import OperationalError, connections

from spark.jobs import QUEUES
from spark.local import CannotStart, Local, users
from spark.local.supervisor import ENDINGS, GiveUp, RestartBackoff, Supervisor

WORKERS = min(2, os.cpu_count() or 1)
# Requests come in whole before a thread has them; half a header waits 10 s.
INTAKE = ["--interface", "asginl", "--http", "1", "--no-ws"]
INTAKE += ["--http1-header-read-timeout", "10000"]
AS_ROOT = "ignore:You're running the worker with superuser privileges"
CELERY = [sys.executable, "-W", AS_ROOT, "-m", "celery", "-q", "-A", "spark.celery"]


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-demo", action="store_true", help="no demo people")

    def handle(self, *, port, no_demo, **options):
        self.port = port
        self.demo = not no_demo and "demo" in get_commands()
        self.local = settings.SPARK_LOCAL or Local.for_checkout()
        self.url = f"http://localhost:{port}"
        self.announced = False
        self.checked = 0.0
        self.backoff = RestartBackoff()
        reason = self._run()
        if reason:
            raise SystemExit(reason)

    def _run(self) -> str:
        """Why it could not go on; nothing when it was asked to stop."""
        with _endings_interrupt():
            claim = None
            try:
                self._refuse_second()
                _check_port(self.port)
                self.local.prepare()
                claim = users.claim(self.local.folder / "up")
                self._prepare()
                Supervisor(self._commands(), self._say, self._watch).run()
            except KeyboardInterrupt:
                self._say("stopping")
            except (CannotStart, GiveUp) as error:
                return str(error)
            except OperationalError as error:
                return f"The database can't be used: {str(error).splitlines()[0]}"
            finally:
                if claim is not None:
                    self._leave()
                    os.close(claim)
        return ""

    def _refuse_second(self) -> None:
        if pid := users.holder(self.local.folder / "up"):
            raise CannotStart(
                f"Spark of this checkout already runs (process {pid}): "
                "make stop ends it"
            )

    def _prepare(self) -> None:
        if settings.SPARK_LOCAL is not None:
            self.local.ensure(self._step)
        with self._step("bringing the database up to date"):
            call_command("migrate", interactive=False, verbosity=0)
        if self.demo:
            said = io.StringIO()
            with self._step("demo people, if it is empty"):
                call_command("demo", "--if-empty", stdout=said)
            self._say(said.getvalue(), ending="")
        connections.close_all()
        os.environ.setdefault("SITE_URL", self.url)
        self._share_metrics()

    def _share_metrics(self) -> None:
        """Each process counts in a file of its own; /metrics adds them up."""
        folder = self.local.folder / "metrics"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)

    def _commands(self) -> dict[str, list[str]]:
        web = [sys.executable, "-m", "granian", *INTAKE]
        web += ["--host", "127.0.0.1", "--port", str(self.port)]
        web += ["--workers", str(WORKERS)]
        web += ["--respawn-failed-workers", "--workers-kill-timeout", "5"]
        web += ["--log-level", "warning"]
        worker = ["env", "DATABASE_STATEMENT_TIMEOUT=300", "DATABASE_IDLE_TIMEOUT=300"]
        worker += [*CELERY, "worker", "-Q", ",".join(QUEUES), "-c", "3"]
        worker += ["-Ofair", "--without-gossip", "--without-mingle", "-l", "WARNING"]
        schedule = str(self.local.folder / "beat")
        beat = [*CELERY, "beat", "-s", schedule, "--pidfile=", "-l", "WARNING"]
        return {"web": [*web, "spark.asgi:application"], "worker": worker, "beat": beat}

    def _watch(self) -> None:
        now = time.monotonic()
        if not self.announced and _answers(self.port):
            self.announced = True
            self._say(f"Spark answers at {self.url} (Ctrl-C stops)")
        if settings.SPARK_LOCAL is not None and now > self.checked + 1:
            self.checked = now
            if not self.local.running():
                self._say("PostgreSQL or Redis has died")
                self.backoff.add("PostgreSQL or Redis")
                self.local.revive(self._step)
                self._say("PostgreSQL and Redis run again")

    def _leave(self) -> None:
        """The services stop if nobody else of this checkout uses them."""
        for number in ENDINGS:
            signal.signal(number, signal.SIG_IGN)
        connections.close_all()
        if settings.SPARK_LOCAL is not None and not self.local.release():
            self.local.stop()
        self._say("stopped; the data is kept")

    def _say(self, line: str, ending: str = "\n") -> None:
        with contextlib.suppress(OSError):  # the terminal may be gone
            self.stdout.write(line, ending=ending)
            self.stdout.flush()

    @contextlib.contextmanager
    def _step(self, what: str) -> Iterator[None]:
        began = time.monotonic()
        self._say(f"{what} … ", ending="")
        try:
            yield
        except BaseException:
            self._say("")
            raise
        self._say(f"{time.monotonic() - began:.1f} s")


@contextlib.contextmanager
def _endings_interrupt() -> Iterator[None]:
    """Until the supervisor takes over, every ending is a KeyboardInterrupt."""

    def interrupt(*_):
        raise KeyboardInterrupt

    old = {number: signal.signal(number, interrupt) for number in ENDINGS}
    try:
        yield
    finally:
        for number, handler in old.items():
            signal.signal(number, handler)


def _check_port(port: int) -> None:
    """Also for IPv6, where a browser may look for localhost first."""
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            with socket.socket(family) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((address, port))
        except (OSError, OverflowError) as error:
            number = getattr(error, "errno", None)
            if family == socket.AF_INET or number == errno.EADDRINUSE:
                why = "is taken" if number == errno.EADDRINUSE else "can't be used"
                raise CannotStart(
                    f"Port {port} {why}: choose another, as in make run PORT=8001"
                ) from None


def _answers(port: int) -> bool:
    """Whether the web server has its database; beat and workers may come later."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
