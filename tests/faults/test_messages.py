"""A worker dies while it sends: what it had in hand is sent by the next."""

import socket

import pytest
from aiosmtpd.controller import Controller

from tests.faults.running import eventually

pytestmark = pytest.mark.faults


class Mailbox:
    """Takes every mail and keeps whom it was for."""

    def __init__(self) -> None:
        self.ids: list[str] = []

    async def handle_DATA(self, server, session, envelope) -> str:
        for line in envelope.content.decode("utf-8", "replace").splitlines():
            if line.startswith("Message-ID:"):
                self.ids.append(line.split(":", 1)[1].strip())
        return "250 OK"


def test_the_message_of_a_killed_worker_is_delivered_by_the_next(start, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        monkeypatch.setenv(
            "EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend"
        )
        monkeypatch.setenv("EMAIL_HOST", "127.0.0.1")
        monkeypatch.setenv("EMAIL_PORT", str(port))
        running = start(demo=True).wait_until_it_answers()
        in_hand, _ = silent.accept()  # the worker waits for an answer that never comes
        eventually(lambda: running.child("worker")).kill()
        running.wait_until_it_says("worker ended (killed by SIGKILL)")
        in_hand.close()
    wanted = running.sql(
        "SELECT count(*) FROM notifications_message"
        " WHERE channel='email' AND state <> 'superseded'"
    )
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        left = (
            "SELECT count(*) FROM notifications_message"
            " WHERE channel='email' AND state NOT IN ('sent', 'superseded')"
        )
        eventually(lambda: running.sql(left) == [(0,)], 240)  # a lease, and a turn
    finally:
        controller.stop()
    assert len(set(mailbox.ids)) == wanted[0][0] > 0
