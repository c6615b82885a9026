"""The embedded PostgreSQL of one data folder."""

import os
import shlex
import shutil
import socket
import time
from pathlib import Path

import psycopg2
from psycopg2 import sql

from spark.local import account, programs
from spark.local.account import CannotStart

DATABASE, RUNTIME, OWNER, SUPERUSER = "spark", "spark", "spark_owner", "postgres"
SOCKET = ".s.PGSQL.5432"
CONNECTIONS = 200
SETTINGS = {
    "listen_addresses": "",
    "max_connections": str(CONNECTIONS),
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
}
CARELESS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}
LOG_LIMIT = 10_000_000


class Postgres:
    def __init__(self, folder: Path, run: Path, *, durable: bool) -> None:
        self.data = folder / "postgres"
        self.log = folder / "log" / "postgres.log"
        self.run = run
        self.durable = durable

    def running(self) -> bool:
        return accepts(self.run / SOCKET)

    def start(self) -> None:
        """Returns when it takes connections; makes the cluster on first start."""
        bin_folder = programs.postgres()
        if not self.data.exists():
            self._create(bin_folder)
        self._check_version(bin_folder)
        self._clear_leftovers(bin_folder)
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            os.truncate(self.log, 0)
        self._launch(bin_folder)
        self._prepare()

    def stop(self) -> None:
        if (self.data / "postmaster.pid").exists():
            bin_folder = programs.postgres()
            for mode in ("fast", "immediate"):
                if not self._control(bin_folder, "stop", "-m", mode).returncode:
                    return

    def give_up(self) -> None:
        """Ends one that is still on its way up: it can't be found before its record."""
        end = time.monotonic() + 1
        record = self.data / "postmaster.pid"
        while not record.exists() and time.monotonic() < end:
            time.sleep(0.02)
        self.stop()

    def _create(self, bin_folder: Path) -> None:
        """Into a draft folder first: half a cluster is worse than none."""
        draft = self.data.with_name("postgres.new")
        if draft.exists():
            shutil.rmtree(draft)
        account.private_folder(draft)
        initdb = [str(bin_folder / "initdb"), "-D", str(draft), "-U", SUPERUSER]
        initdb += ["--auth=trust", "--encoding=UTF8", "--no-instructions"]
        initdb += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        initdb += [] if self.durable else ["--no-sync"]
        for locale in ("C.UTF-8", "C"):
            made = account.run([*initdb, f"--locale={locale}"], draft.parent)
            if made.returncode == 0:
                draft.rename(self.data)
                return
        shutil.rmtree(draft, ignore_errors=True)
        raise CannotStart(f"PostgreSQL can't make {self.data}: {reason(made.stdout)}")

    def _check_version(self, bin_folder: Path) -> None:
        try:
            made_by = (self.data / "PG_VERSION").read_text().strip()
        except OSError:
            raise CannotStart(
                f"{self.data} is not a PostgreSQL data folder: move it away, or restore"
                " it from a backup"
            ) from None
        program = account.run([str(bin_folder / "postgres"), "--version"], self.run)
        version = program.stdout.split()[-1] if program.returncode == 0 else ""
        if version.split(".")[0] != made_by:
            raise CannotStart(
                f"{self.data} was made by PostgreSQL {made_by}, "
                f"this is {version or reason(program.stdout)}"
            )

    def _clear_leftovers(self, bin_folder: Path) -> None:
        """After a crash the recorded process may be gone, or be somebody else's."""
        if _home_of(self.data / "postmaster.pid") == self.data.resolve():
            self._control(bin_folder, "stop", "-m", "fast")
        elif Path("/proc/self").exists():
            for record in (self.data / "postmaster.pid", self.run / f"{SOCKET}.lock"):
                record.unlink(missing_ok=True)

    def _launch(self, bin_folder: Path) -> None:
        settings = SETTINGS | {"unix_socket_directories": str(self.run)}
        if not self.durable:
            settings |= CARELESS
        options = [f"--{name}={value}" for name, value in settings.items()]
        before = self.log.stat().st_size if self.log.exists() else 0
        for _ in range(20):
            started = self._control(
                bin_folder, "start", "-l", str(self.log), "-o", shlex.join(options)
            )
            if started.returncode == 0:
                return
            said = self._log_since(before) or started.stdout
            if "shared memory block" not in said:  # of a crashed one, going away
                break
            time.sleep(0.3)
        raise CannotStart(f"PostgreSQL did not start: {reason(said)} ({self.log})")

    def _control(self, bin_folder: Path, *args: str):
        pg_ctl = [str(bin_folder / "pg_ctl"), "-D", str(self.data), "-w", "-t", "60"]
        return account.run([*pg_ctl, *args], self.run)

    def _log_since(self, position: int) -> str:
        try:
            with self.log.open(errors="replace") as log:
                log.seek(position)
                return log.read()
        except OSError:
            return ""

    def _prepare(self) -> None:
        """Two roles and the database, on every start: the first may have been cut."""
        try:
            connection = psycopg2.connect(
                host=str(self.run), user=SUPERUSER, dbname="postgres"
            )
        except psycopg2.Error as error:
            said = reason(str(error))
            raise CannotStart(f"PostgreSQL answers with: {said}") from error
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                self._prepare_with(cursor)
        finally:
            connection.close()

    def _prepare_with(self, cursor) -> None:
        for role, rights in ((OWNER, "CREATEDB"), (RUNTIME, "NOCREATEDB")):
            cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", [role])
            if not cursor.rowcount:
                statement = sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER {}")
                cursor.execute(statement.format(sql.Identifier(role), sql.SQL(rights)))
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE])
        if not cursor.rowcount:
            statement = sql.SQL("CREATE DATABASE {} OWNER {}")
            cursor.execute(
                statement.format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
            )


def _home_of(record: Path) -> Path | None:
    """The folder in which the recorded process works, if it lives."""
    try:
        return Path(os.readlink(f"/proc/{int(record.read_text().split()[0])}/cwd"))
    except (OSError, ValueError, IndexError):
        return None


def accepts(path: Path) -> bool:
    """Whether somebody listens at this socket."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(2)
        try:
            connection.connect(str(path))
        except OSError:
            return False
        return True


def reason(output: str) -> str:
    """The one line of a program's output that says what went wrong."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    for mark in ("FATAL:", "PANIC:", "error:", "could not", "ERROR:"):
        for line in lines:
            if mark in line:
                return line.split(mark, 1)[1].strip() if ":" in mark else line
    return lines[-1] if lines else "no reason given"
