"""Messages that were given up, and those that wait or went out."""

from datetime import timedelta

from spark import clock
from spark.accounts.models import User
from spark.notifications.models import Message, State
from tests.spark.notifications.test_outbox import waiting

SAID = "SMTPRecipientsRefused: {'lin@demo.spark': (550, b'no such user 13800005678')}"


def given_up(to: User, about: str = "screening:1", **fields: object) -> Message:
    given = {
        "state": State.FAILED,
        "attempts": 12,
        "error": SAID,
        "failing_since": clock.now() - timedelta(hours=25),
        "due_at": clock.now() - timedelta(hours=1),
        "given_up_at": clock.now() - timedelta(hours=1),
    }
    return waiting(to, about, **given | fields)


def sent(to: User, about: str, **ago: float) -> Message:
    at = clock.now() - timedelta(**ago)
    return waiting(to, about, state=State.SENT, sent_at=at)
