"""The environment as settings read it.

`SPARK_ENV` is `development` (default), `test` (set by pytest) or `production`, which
refuses to start while anything it needs is missing or unsafe.
"""

import os
import sys
from collections.abc import Callable
from urllib.parse import parse_qsl, unquote, urlsplit

from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

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
        raise ImproperlyConfigured(f"{name} is not set: see docs/operations.md")
    if value == development or not safe(value):
        raise ImproperlyConfigured(f"{name} is unsafe: see docs/operations.md")
    return value


def flag(name: str, default: bool) -> bool:
    return os.environ.get(name, str(default)).lower() in {"1", "true", "yes", "on"}


def is_long(secret: str) -> bool:
    """As long as Django asks of its signing key."""
    return len(secret) >= 50


def are_field_keys(keys: str) -> bool:
    try:
        return bool([Fernet(key) for key in keys.split(",")])
    except ValueError:
        return False


def are_named_hosts(hosts: str) -> bool:
    return "*" not in [host.strip() for host in hosts.split(",")]


def is_https(url: str) -> bool:
    return url.startswith("https://")


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
