"""Spark as docs/operations.md deploys it: what it says is read there, not repeated.

Folders and ports are this test's own, and nothing runs as the user `spark`.
"""

import base64
import configparser
import os
import re
import secrets
import shlex
import shutil
import subprocess
from pathlib import Path
from urllib.parse import quote

import psycopg2

from spark.local import account
from spark.local.redis import Redis
from tests.faults.running import ON_THEIR_OWN, ROOT, free_port

DEPLOY = ROOT / "deploy"
HOST = "spark.example.org"
UNITS = ("web", "worker", "beat")
PROGRAMS = Path("/usr/lib/postgresql")  # Debian's: the embedded one has no TLS
STARTUP = ["--ssl=on", "--listen_addresses=127.0.0.1", "--fsync=off"]
ACCESS = "local all postgres trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n"
MAIN = """
daemon off;
pid {place}/nginx.pid;
error_log {place}/log/nginx/main.log;
events {{ worker_connections 1024; }}
http {{
  include /etc/nginx/mime.types;
  gzip on;
  client_body_temp_path {place}/body;
  proxy_temp_path {place}/proxy;
  fastcgi_temp_path {place}/f;
  uwsgi_temp_path {place}/u;
  scgi_temp_path {place}/s;
  include {place}/spark.conf;
}}
"""


def documented_sql() -> list[str]:
    """The statements of docs/operations.md that make roles and database."""
    text = (ROOT / "docs/operations.md").read_text()
    section = text.split("## Two database roles")[1].split("\n## ")[0]
    return re.findall(r"^    (CREATE .*;)$", section, re.MULTILINE)


def documented_command(name: str) -> list[str]:
    """`manage.py NAME …`, as the documentation shows it."""
    text = (ROOT / "docs/operations.md").read_text()
    (line,) = re.findall(
        rf"^    .venv/bin/python (manage\.py {name} .*)$", text, re.MULTILINE
    )
    return shlex.split(line)


class Deployed:
    def __init__(self, place: Path, mail_port: int) -> None:
        self.place = place
        self.etc = place / "etc"
        self.mail_port = mail_port
        ports = ("web", "http", "https", "database")
        self.ports = {name: free_port() for name in ports}
        roles = ("spark", "spark_owner")
        self.password = {role: secrets.token_hex(16) for role in roles}
        self.parts: dict[str, subprocess.Popen] = {}
        self.certificate = self.etc / "tls" / "site.pem"
        self.redis = Redis(place, place / "run")

    # The machine -------------------------------------------------------------------

    def prepare(self) -> None:
        for name in ("run", "log"):
            account.private_folder(self.place / name)
        for name in ("etc/tls", "lib/spark", "log/nginx"):
            (self.place / name).mkdir(parents=True, exist_ok=True)
        self.certify()
        self.redis.start()
        self.create_database()

    def certify(self) -> None:
        """One certificate, which vouches for itself, for proxy, database and mail."""
        names = f"subjectAltName=DNS:{HOST},DNS:localhost,IP:127.0.0.1"
        command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes"]
        command += ["-days", "2", "-subj", f"/CN={HOST}", "-addext", names]
        command += ["-keyout", self.key, "-out", self.certificate]
        subprocess.run(command, check=True, capture_output=True)

    @property
    def key(self) -> Path:
        return self.certificate.with_suffix(".key")

    def create_database(self) -> None:
        self.control("initdb", "-U", "postgres", "--no-sync", "--locale=C.UTF-8")
        data = self.place / "postgres"
        (data / "pg_hba.conf").write_text(ACCESS)
        own = data.stat()
        for file, name in (("site.pem", "server.crt"), ("site.key", "server.key")):
            shutil.copy(self.etc / "tls" / file, data / name)
            os.chown(data / name, own.st_uid, own.st_gid)
            (data / name).chmod(0o600)
        self.start_database()
        for statement in documented_sql():
            role = next((r for r in self.password if f"ROLE {r} " in statement), "")
            self.sql(statement.replace("…", self.password.get(role, "")), "postgres")

    def start_database(self) -> None:
        options = [*STARTUP, f"--port={self.ports['database']}"]
        options += [f"--unix_socket_directories={self.place / 'run'}"]
        log = str(self.place / "log" / "postgres.log")
        self.control("pg_ctl", "start", "-w", "-l", log, "-o", shlex.join(options))

    def stop_database(self) -> None:
        self.control("pg_ctl", "stop", "-w", "-m", "fast")

    def control(self, program: str, *args: str) -> None:
        data = str(self.place / "postgres")
        *_, newest = sorted(PROGRAMS.glob("*/bin"))
        command = [str(newest / program), *args, "-D", data]
        if program == "initdb":
            account.private_folder(self.place / "postgres")
        done = account.run(command, self.place / "run")
        assert done.returncode == 0, done.stdout

    def sql(self, statement: str, database: str = "spark") -> list[tuple]:
        connection = psycopg2.connect(
            host=str(self.place / "run"),
            port=self.ports["database"],
            user="postgres",
            dbname=database,
        )
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    # The documentation's steps -------------------------------------------------------

    def write_environment(self) -> None:
        """deploy/example.env and owner.env, with this machine's places and keys."""
        lines = (DEPLOY / "example.env").read_text().splitlines()
        own = {
            "DATABASE_URL": self.url("spark"),
            "REDIS_URL": f"unix://{quote(str(self.redis.socket))}",
            "FIELD_KEYS": base64.urlsafe_b64encode(os.urandom(32)).decode(),
            "EMAIL_HOST": "localhost",
            "EMAIL_PORT": str(self.mail_port),
            "PGSSLROOTCERT": str(self.certificate),
        }
        written = []
        for line in lines:
            name, is_setting, value = line.partition("=")
            if is_setting and not line.startswith("#"):
                line = f"{name}={own.get(name) or value or secrets.token_urlsafe(64)}"
            written.append(line)
        (self.etc / "env").write_text("\n".join([*written, ""]))
        owner = f"OWNER_DATABASE_URL={self.url('spark_owner')}\n"
        (self.etc / "owner.env").write_text(owner)

    def url(self, role: str) -> str:
        """As the example has it, but for host, port and password."""
        example = (DEPLOY / "example.env").read_text()
        (url,) = re.findall("^DATABASE_URL=(.*)$", example, re.MULTILINE)
        place = f"{role}:{self.password[role]}@localhost:{self.ports['database']}"
        return re.sub(r"(?<=//).*(?=/spark)", place, url)

    @property
    def environment(self) -> dict[str, str]:
        """Of every part, as systemd reads it from the file."""
        lines = (self.etc / "env").read_text().splitlines()
        read = dict(line.split("=", 1) for line in lines if line and line[0] != "#")
        trusted = {"SSL_CERT_FILE": str(self.certificate)}  # as if a known one signed
        return {**self.bare, **trusted, **read}

    @property
    def bare(self) -> dict[str, str]:
        ours = ("DJANGO_", "PYTEST_", "SPARK_", "EMAIL_", *ON_THEIR_OWN)
        return {k: v for k, v in os.environ.items() if not k.startswith(ours)}

    def migrate(self) -> str:
        """deploy/migrate.sh, as it is."""
        done = subprocess.run(
            ["sh", DEPLOY / "migrate.sh"],
            env=self.bare | {"SPARK_ETC": str(self.etc)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    def manage(self, command: list[str]) -> None:
        python = ROOT / ".venv/bin/python"
        env = self.environment
        subprocess.run([python, *command], cwd=ROOT, env=env, check=True)

    # Parts ---------------------------------------------------------------------------

    def moved(self, text: str) -> str:
        """Folders and ports of this machine for those of the files in deploy/."""
        for there, here in (
            ("/srv/spark", ROOT),
            ("/etc/spark", self.etc),
            ("/var/lib/spark", self.place / "lib/spark"),
            ("/var/log", self.place / "log"),
            ("/run/spark-web", self.place / "run-web"),
            ("127.0.0.1:8000", f"127.0.0.1:{self.ports['web']}"),
            ("--port 8000", f"--port {self.ports['web']}"),
            ("listen 80;", f"listen 127.0.0.1:{self.ports['http']};"),
            ("listen 443 ", f"listen 127.0.0.1:{self.ports['https']} "),
        ):
            text = text.replace(there, str(here))
        return text

    def start(self, part: str) -> None:
        command, env = self.proxy() if part == "proxy" else self.unit(part)
        with (self.place / "log" / f"{part}.log").open("a") as log:
            self.parts[part] = subprocess.Popen(
                command,
                cwd=ROOT,
                env=env,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def unit(self, part: str) -> tuple[list[str], dict[str, str]]:
        unit = configparser.ConfigParser(strict=False, interpolation=None)
        unit.optionxform = str  # type: ignore[assignment,method-assign]
        unit.read_string(self.moved((DEPLOY / f"spark-{part}.service").read_text()))
        service = unit["Service"]
        assert service["EnvironmentFile"] == str(self.etc / "env")
        own = dict(w.split("=", 1) for w in shlex.split(service.get("Environment", "")))
        if folder := own.get("PROMETHEUS_MULTIPROC_DIR"):  # RuntimeDirectory makes it
            shutil.rmtree(folder, ignore_errors=True)
            Path(folder).mkdir()
        return shlex.split(service["ExecStart"]), self.environment | own

    def proxy(self) -> tuple[list[str], dict[str, str]]:
        conf = self.place / "spark.conf"
        conf.write_text(self.moved((DEPLOY / "nginx.conf").read_text()))
        main = self.place / "nginx.conf"
        user = "user root;\n" if os.geteuid() == 0 else ""
        main.write_text(user + MAIN.format(place=self.place))
        nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") or "nginx"
        return [nginx, "-c", str(main), "-p", str(self.place)], dict(os.environ)

    def stop(self, part: str) -> None:
        process = self.parts.pop(part)
        process.terminate()
        process.wait(60)

    def restart(self, part: str) -> None:
        if part == "database":
            self.stop_database()
            self.start_database()
        else:
            self.stop(part)
            self.start(part)

    def end(self) -> None:
        for part in list(self.parts):
            self.stop(part)
        if (self.place / "postgres" / "postmaster.pid").exists():
            self.stop_database()
        self.redis.stop()

    def log(self, name: str) -> str:
        return (self.place / "log" / name).read_text()
