"""Who runs the embedded services, and the folders that account can reach.

PostgreSQL refuses to run as root. For root the services run as a system user made
for them; for everybody else they run as the caller and nothing here does anything.
"""

import functools
import os
import pwd
import shutil
import subprocess
from pathlib import Path
from typing import Any

NAME = "spark-services"
ENVIRONMENT = {"PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL": "C", "TZ": "UTC"}


class CannotStart(Exception):
    """The embedded services can't run here; the message is one line for people."""


@functools.cache
def service_user() -> pwd.struct_passwd | None:
    """The unprivileged user for root's services, made on first use."""
    if os.geteuid() != 0:
        return None
    for command in (
        None,
        ["useradd", "--system", "--no-create-home", "--user-group"],
        ["adduser", "-S", "-D", "-H"],
    ):
        if command and shutil.which(command[0]):
            shell = ["--shell", "/usr/sbin/nologin"] if "useradd" in command else []
            subprocess.run(  # noqa: S603
                [*command, *shell, NAME], capture_output=True, check=False
            )
        try:
            return pwd.getpwnam(NAME)
        except KeyError:
            continue
    raise CannotStart(
        f"PostgreSQL does not run as root, and the user {NAME} could not be made: "
        "make it, run as another user, or set DATABASE_URL and REDIS_URL"
    )


def run(command: list[str], cwd: Path) -> subprocess.CompletedProcess[str]:
    """Runs a service's program as its account, away from the caller's terminal."""
    user = service_user()
    identity: dict[str, Any] = (
        {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    )
    try:
        return subprocess.run(  # noqa: S603
            command,
            cwd=cwd,
            env=ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
            check=False,
            **identity,
        )
    except OSError as error:
        raise CannotStart(f"{command[0]} can't be run: {error.strerror}") from error


def private_folder(path: Path) -> None:
    """Makes a folder that only the services' account (and root) can enter."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    user = service_user()
    uid = user.pw_uid if user else os.geteuid()
    owner = path.lstat().st_uid
    if user and owner == 0:
        os.chown(path, user.pw_uid, user.pw_gid)
    elif owner != uid:
        raise CannotStart(f"{path} belongs to somebody else (uid {owner})")
    path.chmod(0o700)


def check_reachable(folder: Path) -> None:
    """Root's services leave root's rights behind: they must still get to `folder`."""
    if service_user() is None:
        return
    for parent in (folder, *folder.parents):
        if not parent.stat().st_mode & 0o001:
            raise CannotStart(
                f"{parent} can't be entered by the user {NAME}: "
                "keep the data below /var/lib or /var/tmp"
            )
