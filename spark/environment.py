"""The environment as settings read it.

`SPARK_ENV` is `development` (default), `test` (set by pytest) or `production`, which
refuses to start while anything it needs is missing or unsafe.
"""

import os
import sys
from collections.abc import Callable
from datetime import time
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

MANUAL = "docs/operations.md"
FLAGS = dict.fromkeys(("1", "true", "yes", "on"), True)
FLAGS |= dict.fromkeys(("0", "false", "no", "off"), False)
KINDS = ("development", "test", "production")
ENV = os.environ.get("SPARK_ENV", "test" if "pytest" in sys.modules else "development")
if ENV not in KINDS:
    raise ImproperlyConfigured(f"SPARK_ENV is {ENV!r}, not one of {', '.join(KINDS)}")
PRODUCTION = ENV == "production"


def required(
    name: str, development: str, safe: Callable[[str], bool] = lambda value: True
) -> str:
    """The variable, or a stand-in while developing.

    Production refuses to start without one, and with one that isn't `safe` or is the
    stand-in, which everybody knows.
    """
    value = os.environ.get(name, "")
    if not PRODUCTION:
        return value or development
    if not value:
        raise ImproperlyConfigured(f"{name} is not set: see {MANUAL}")
    if value == development or not safe(value):
        raise unsafe(name)
    return value


def together(*names: str) -> list[str]:
    """The variables, all empty if none of them is set.

    Refuses to start with some of them alone: what they switch on is neither on nor off.
    """
    values = [os.environ.get(name, "") for name in names]
    missing = [name for name, value in zip(names, values, strict=True) if not value]
    if missing and len(missing) < len(names):
        verb = "are" if len(missing) > 1 else "is"
        said = f"{' and '.join(missing)} {verb} not set, others of its kind are"
        raise ImproperlyConfigured(f"{said}: see {MANUAL}")
    return values


def flag(name: str, default: bool) -> bool:
    value = (os.environ.get(name) or str(default)).lower()
    if value not in FLAGS:
        raise ImproperlyConfigured(f"{name} is {value!r}, neither true nor false")
    return FLAGS[value]


def number(name: str, default: int, among: range | None = None) -> int:
    value = os.environ.get(name) or str(default)
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} is {value!r}, not a whole number")
    if among and int(value) not in among:
        said = f"not from {among[0]} to {among[-1]}"
        raise ImproperlyConfigured(f"{name} is {value}, {said}")
    return int(value)


def hours(name: str, default: str) -> tuple[time, time] | None:
    """`22:00-07:00`, or None for `off`."""
    value = os.environ.get(name) or default
    if value == "off":
        return None
    try:
        starts, ends = map(time.fromisoformat, value.split("-"))
    except ValueError as error:
        said = f"{name} is {value!r}, neither like 22:00-07:00 nor off"
        raise ImproperlyConfigured(said) from error
    return starts, ends


def unsafe(*names: str) -> ImproperlyConfigured:
    verb = "are unsafe together" if len(names) > 1 else "is unsafe"
    return ImproperlyConfigured(f"{' and '.join(names)} {verb}: see {MANUAL}")


def limited(options: dict, *, statement: int, lock: int, idle: int) -> dict:
    """libpq's options with PostgreSQL's time limits, in seconds; 0 is none."""
    limits = {
        "statement_timeout": statement,
        "lock_timeout": lock,
        "idle_in_transaction_session_timeout": idle,
    }
    flags = [f"-c {name}={seconds}s" for name, seconds in limits.items()]
    return options | {"options": " ".join([*flags, options.get("options", "")]).strip()}


def database(url: str) -> dict:
    """`postgresql://user:password@host:port/name`; `?host=/folder` for a socket."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "spark.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", unquote(parts.hostname or "")),
        "PORT": query.pop("port", str(parts.port or "")),
        "OPTIONS": query,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
