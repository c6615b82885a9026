"""What production refuses to start with, and addresses of databases."""

import json
import secrets
import subprocess
import sys

from cryptography.fernet import Fernet
from django.conf import settings

from spark.environment import database

DRAWN = [secrets.token_urlsafe(48) for _ in range(3)]
SAFE = {
    "SPARK_ENV": "production",
    "SITE_URL": "https://spark.example.org",
    "ALLOWED_HOSTS": "spark.example.org, www.spark.example.org",
    "DATABASE_URL": "postgresql://spark@db.example.org/spark?sslmode=verify-full",
    "REDIS_URL": "rediss://redis.example.org/0",
    "SECRET_KEY": DRAWN[0],
    "LOOKUP_KEY": DRAWN[1],
    "METRICS_TOKEN": DRAWN[2],
    "FIELD_KEYS": Fernet.generate_key().decode(),
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "DEFAULT_FROM_EMAIL": "spark@example.org",
    "FILES_FOLDER": "/var/lib/spark/files",
}
S3 = {
    "S3_BUCKET": "spark-clips",
    "S3_KEY_ID": "LTAI5tKey",
    "S3_KEY_SECRET": "a-secret",
}
SMS = {
    "SMS_KEY_ID": "LTAI5tKey",
    "SMS_KEY_SECRET": "a-secret",
    "SMS_SIGN_NAME": "星火计划",
    "SMS_TEMPLATE": "SMS_123456789",
}
OTHER_KEY = Fernet.generate_key().decode()


# Reads the settings in a fork for each environment, after what is slow to import.
READ = """
import json, os, sys
import celery, cryptography.fernet, django.conf, django_structlog.celery.steps, psycopg2

for environment in json.load(sys.stdin):
    if not os.fork():
        os.environ.clear()
        os.environ.update(environment)
        said = ""
        try:
            import spark.settings
        except django.core.exceptions.ImproperlyConfigured as error:
            said = str(error)
        print(json.dumps(said), flush=True)
        os._exit(0)
    os.wait()
"""


def starts(*environments: dict[str, str]) -> list[str]:
    """What stops the settings from being read, for each; nothing if they are."""
    read = subprocess.run(
        [sys.executable, "-c", READ],
        cwd=settings.BASE_DIR,
        env={"PYTHONPATH": str(settings.BASE_DIR)},
        input=json.dumps(environments),
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in read.stdout.splitlines()]


ALSO_SAFE: list[dict[str, str]] = [
    {},
    {"ALLOWED_HOSTS": "*", "SPARK_ENV": "development"},
    {"SECRET_KEY": secrets.token_hex(32)},
    {"FIELD_KEYS": f"{OTHER_KEY},{SAFE['FIELD_KEYS']}"},
    {"DATABASE_URL": "postgresql://spark@/spark?host=%2Frun%2Fpostgresql"},
    {"DATABASE_URL": "postgresql://spark:p@127.0.0.1:5433/spark"},
    {"DATABASE_URL": "postgresql://spark:p@[::1]/spark"},
    {"DATABASE_URL": "postgresql://spark:p@db.example.org/spark?sslmode=require"},
    {"OWNER_DATABASE_URL": "postgresql://spark_owner@db.example.org/spark"},
    {"REDIS_URL": "unix:///run/redis.sock?db=0"},
    {"REDIS_URL": "redis://:p@localhost:6379/0"},
    {"EMAIL_HOST": "mail.example.org", "EMAIL_USE_SSL": "true"},
    {"EMAIL_HOST": "127.0.0.1", "HTTPS": ""},
    SMS,
]
UNSAFE = [
    ("SECRET_KEY", ["", "short", DRAWN[0][:40], "ab" * 40, "k" * 60]),
    ("SECRET_KEY", ["django-insecure-" + DRAWN[0]]),
    ("LOOKUP_KEY", ["x", "spark-development-lookup-key", "0123456789" * 4]),
    ("LOOKUP_KEY", ["change-me-" + DRAWN[0], DRAWN[0][:20]]),
    ("METRICS_TOKEN", ["", "1", "example-" + DRAWN[0]]),
    ("FIELD_KEYS", ["no-fernet-key", SAFE["FIELD_KEYS"] + ",", "A" * 43 + "="]),
    ("FIELD_KEYS", ["c3BhcmstZGV2ZWxvcG1lbnQta2V5LTMyLWJ5dGVzISE="]),
    ("FIELD_KEYS", [OTHER_KEY + ",c3BhcmstZGV2ZWxvcG1lbnQta2V5LTMyLWJ5dGVzISE="]),
    ("FIELD_KEYS", ["dGhlLWtleS1vZi10aGlzLXRlc3Qtb2YtMzItYnl0ZXM=", "é"]),
    ("FIELD_KEYS", [f"{OTHER_KEY},{OTHER_KEY}"]),
    ("ALLOWED_HOSTS", ["spark.example.org,*", ".example.org", " .example.org"]),
    ("ALLOWED_HOSTS", ["spark.example.org,", "*.example.org"]),
    ("SITE_URL", ["http://spark.example.org", "https://", "spark.example.org"]),
    ("DATABASE_URL", ["postgresql://spark@db.example.org/spark"]),
    ("DATABASE_URL", ["postgresql://spark@db.example.org/spark?sslmode=prefer"]),
    ("DATABASE_URL", ["postgresql://spark@10.0.0.5/spark?sslmode=disable"]),
    ("DATABASE_URL", ["postgresql://spark@/spark?host=db.example.org"]),
    ("DATABASE_URL", ["postgresql://spark@/spark?hostaddr=10.0.0.5"]),
    ("DATABASE_URL", ["postgresql://spark@/spark?host=localhost,db2.example.org"]),
    ("DATABASE_URL", ["postgresql://spark@/spark?service=spark"]),
    ("OWNER_DATABASE_URL", ["postgresql://spark:p@db.example.org/spark"]),
    ("REDIS_URL", ["redis://redis.example.org/0", "redis://10.0.0.6:6379/0"]),
    ("EMAIL_BACKEND", ["django.core.mail.backends.filebased.EmailBackend"]),
    ("EMAIL_BACKEND", ["django.core.mail.backends.dummy.EmailBackend"]),
    ("SMS_URL", ["http://sms.example.org", "https://sms.example.org/send", "sms"]),
    ("FILES_FOLDER", [""]),
    ("S3_URL", ["http://s3.example.org", "s3.example.org"]),
    ("SPARK_ENV", ["prod", ""]),
    ("PROXIES", ["one", "-1"]),
    ("HTTPS", ["maybe"]),
    ("DATABASE_LOCK_TIMEOUT", ["10s"]),
    ("EMAIL_TIMEOUT", ["26", "0", "soon"]),
]


def test_what_is_safe_starts():
    assert starts(*[SAFE | but for but in ALSO_SAFE]) == [""] * len(ALSO_SAFE)


def test_what_is_missing_or_unsafe_stops_the_start():
    tried = [(name, value) for name, values in UNSAFE for value in values]
    said = starts(*[SAFE | {name: value} for name, value in tried])
    assert len(said) == len(tried)
    for (name, value), words in zip(tried, said, strict=True):
        assert words.startswith(f"{name} is "), (name, value)


def test_what_only_together_is_unsafe_stops_the_start_too():
    mail, keys, host = starts(
        SAFE | {"EMAIL_HOST": "mail.example.org"},
        SAFE | {"LOOKUP_KEY": DRAWN[0]},
        SAFE | {"SITE_URL": "https://elsewhere.example.org"},
    )
    assert mail.startswith("EMAIL_USE_TLS is ")
    assert keys.startswith("SECRET_KEY and LOOKUP_KEY and METRICS_TOKEN are ")
    assert host.startswith("SITE_URL and ALLOWED_HOSTS are ")


def test_files_are_in_a_bucket_instead_of_a_folder_whole_or_not_at_all():
    bucket = {name: value for name, value in SAFE.items() if name != "FILES_FOLDER"}
    whole, half = starts(
        bucket | S3 | {"S3_URL": "https://oss-cn-hangzhou.aliyuncs.com"},
        bucket | S3 | {"S3_KEY_SECRET": ""},
    )
    assert whole == "" and half.startswith("S3_KEY_SECRET is not set")


def test_sms_is_set_up_whole_or_not_at_all():
    template, *halves = starts(
        SAFE | SMS | {"SMS_TEMPLATE": "Your code is ${code}"},
        *[
            SAFE | {name: value for name, value in SMS.items() if name != left}
            for left in SMS
        ],
    )
    assert template.startswith("SMS_TEMPLATE is unsafe")
    for left, said in zip(SMS, halves, strict=True):
        assert said.startswith(f"{left} is not set, others of its kind are")


def test_an_address_of_a_database_may_be_quoted():
    found = database("postgresql://a%40b:p%2Fw@db:5433/my%20db?sslrootcert=%2Fetc%2Fca")
    assert (found["USER"], found["PASSWORD"], found["NAME"]) == ("a@b", "p/w", "my db")
    assert (found["HOST"], found["PORT"]) == ("db", "5433")
    assert found["OPTIONS"] == {"sslrootcert": "/etc/ca"}
    socket = database("postgresql://spark@/spark?host=%2Frun%2Fa%26b&port=5432")
    assert (socket["HOST"], socket["PORT"]) == ("/run/a&b", "5432")
    assert socket["OPTIONS"] == {}
