"""What leaves in logs and error reports: no ID number, no link that lets in."""

import json
import logging

import pytest
import sentry_sdk
import structlog
from django.urls import reverse
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

from spark import logs
from spark.accounts.middleware import LogMiddleware
from tests.world import invented


class Kept(Transport):
    """Keeps what would be sent."""

    def __init__(self, options: dict | None = None) -> None:
        super().__init__(options)
        self.sent: list[dict] = []

    def capture_envelope(self, envelope: Envelope) -> None:
        self.sent.append(envelope.get_event())


def reported(secret: str) -> str:
    """The report of a fault that met this ID number, or link."""
    client = sentry_sdk.Client(
        dsn="https://key@sentry.invalid/1",
        transport=Kept(),
        default_integrations=False,
        **logs.REPORTS,
    )
    with sentry_sdk.isolation_scope() as scope:
        scope.set_client(client)
        scope.set_tag("row", "18")
        scope.add_breadcrumb(message=f"reads {secret}")
        try:
            raise ValueError(f"no such person: {secret}")
        except ValueError:
            scope.set_extra("found", [{"number": secret}])
            sentry_sdk.capture_exception()
    return json.dumps(client.transport.sent, default=str)


def test_a_report_of_a_fault_holds_no_id_number():
    number = invented().id_number
    report = reported(number)
    assert "no such person: ***" in report and "reads ***" in report
    assert number not in report


@pytest.mark.parametrize("name", ["portal-arrive", "guardian-arrive", "invitation"])
def test_a_report_of_a_fault_holds_no_link_that_lets_in(name):
    report = reported(reverse(name, args=["SECRET"]))
    assert "reads /" in report and "SECRET" not in report


def test_a_report_holds_neither_local_variables_nor_what_was_posted():
    report = reported("440101200001011234")
    assert '"vars"' not in report
    assert logs.REPORTS["max_request_body_size"] == "never"


def test_a_line_of_the_log_holds_no_id_number(settings):
    structured = settings.LOGGING["formatters"]["structured"]
    formatter = logs.MaskingFormatter(processor=structured["processor"])
    said = f"row 7: {invented().id_number[:17]}x, 13800000001"
    line = formatter.format(logging.makeLogRecord({"msg": said}))
    assert "row 7: ***, 13800000001" in line


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("330106 20080101 002X came", "*** came"),
        ("GET /candidates/?q=林可欣&sort=name", "GET /candidates/?q=***&sort=***"),
        ("GET /candidates/?q=13800000001", "GET /candidates/?q=***"),
        ("GET /api/v1/candidates?student_number=%E6", "/candidates?student_number=***"),
        ("paid to 6222 0212 3456 7894", "paid to ***"),
        ("2026-11-30 10:00 solved in 12", "2026-11-30 10:00 solved in 12"),
    ],
)
def test_spaced_numbers_and_what_was_looked_for_are_masked(said, kept):
    assert kept in logs.masked(said)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "named"),
    [
        (0, "198.51.100.1", "203.0.113.7"),
        (1, "198.51.100.1, 192.0.2.9", "192.0.2.9"),
        (1, "", "203.0.113.7"),
        (2, "198.51.100.1", None),
    ],
)
def test_lines_name_the_address_that_proxies_saw_and_none_that_was_invented(
    rf, settings, proxies, forwarded, named
):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    with structlog.contextvars.bound_contextvars(ip=""):
        LogMiddleware.bind_ip(rf.get("/", headers=headers, REMOTE_ADDR="203.0.113.7"))
        assert structlog.contextvars.get_contextvars()["ip"] == named
