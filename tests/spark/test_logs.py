"""What leaves in logs and error reports: no ID number."""

import json
import logging

import sentry_sdk
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

from spark import logs
from tests.world import invented


class Kept(Transport):
    """Keeps what would be sent."""

    def __init__(self, options: dict | None = None) -> None:
        super().__init__(options)
        self.sent: list[dict] = []

    def capture_envelope(self, envelope: Envelope) -> None:
        self.sent.append(envelope.get_event())


def reported(number: str) -> str:
    """The report of a fault that met this ID number."""
    client = sentry_sdk.Client(
        dsn="https://key@sentry.invalid/1",
        transport=Kept(),
        default_integrations=False,
        **logs.REPORTS,
    )
    with sentry_sdk.isolation_scope() as scope:
        scope.set_client(client)
        scope.set_tag("row", "18")
        scope.add_breadcrumb(message=f"reads {number}")
        try:
            raise ValueError(f"no such person: {number}")
        except ValueError:
            scope.set_extra("found", [{"number": number}])
            sentry_sdk.capture_exception()
    return json.dumps(client.transport.sent, default=str)


def test_a_report_of_a_fault_holds_no_id_number():
    number = invented().id_number
    report = reported(number)
    assert "no such person: ***" in report and "reads ***" in report
    assert number not in report


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
