"""What production refuses to start with, and addresses of databases."""

import subprocess
import sys

import pytest
from django.conf import settings

from spark.environment import database

NEVER = "chosen-for-this-test-and-for-nothing-else-" * 2
SAFE = {
    "SPARK_ENV": "production",
    "SITE_URL": "https://spark.example.org",
    "ALLOWED_HOSTS": "spark.example.org",
    "DATABASE_URL": "postgresql://spark@db.example.org/spark",
    "REDIS_URL": "rediss://redis.example.org/0",
    "SECRET_KEY": NEVER,
    "LOOKUP_KEY": NEVER,
    "METRICS_TOKEN": NEVER,
    "FIELD_KEYS": "dGhlLWtleS1vZi10aGlzLXRlc3Qtb2YtMzItYnl0ZXM=",
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "DEFAULT_FROM_EMAIL": "spark@example.org",
}


def start(**environment: str) -> str:
    """What stops the settings from being read; nothing if they are."""
    read = subprocess.run(
        [sys.executable, "-c", "import spark.settings"],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
    )
    lines = read.stderr.splitlines()
    return lines[-1].rpartition("ImproperlyConfigured: ")[2] if lines else ""


def test_with_everything_safe_it_starts():
    assert start(**SAFE) == ""
    assert start(**SAFE | {"ALLOWED_HOSTS": "*", "SPARK_ENV": "development"}) == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "short"),
        ("FIELD_KEYS", "no-fernet-key"),
        ("LOOKUP_KEY", "spark-development-lookup-key"),
        ("ALLOWED_HOSTS", "spark.example.org,*"),
        ("SITE_URL", "http://spark.example.org"),
        ("SPARK_ENV", "prod"),
        ("SPARK_ENV", ""),
    ],
)
def test_what_is_missing_or_unsafe_stops_the_start(name, value):
    said = start(**SAFE | {name: value})
    assert said.startswith(f"{name} is ")


def test_an_address_of_a_database_may_be_quoted():
    found = database("postgresql://a%40b:p%2Fw@db:5433/my%20db?sslrootcert=%2Fetc%2Fca")
    assert (found["USER"], found["PASSWORD"], found["NAME"]) == ("a@b", "p/w", "my db")
    assert (found["HOST"], found["PORT"]) == ("db", "5433")
    assert found["OPTIONS"] == {"sslrootcert": "/etc/ca"}
    socket = database("postgresql://spark@/spark?host=%2Frun%2Fa%26b&port=5432")
    assert (socket["HOST"], socket["PORT"]) == ("/run/a&b", "5432")
    assert socket["OPTIONS"] == {}
