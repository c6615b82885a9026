"""Messages of the demo that a college's mail server didn't take, until given up."""

from candidates.demo.clock import Clock
from spark.notifications.kinds import GIVE_UP
from spark.notifications.models import Channel, Message, State

SAID = [
    "SMTPDataError: (452, b'4.2.2 The mailbox of mei@demo.spark is full')",
    "SMTPServerDisconnected: Connection unexpectedly closed",
]
TRIES = 12


def fail_to_tell(clock: Clock) -> None:
    """The last about one candidate each that by now has been tried long enough.

    It is as `delivery` leaves it; nothing of the demo is really sent.
    """
    mail = Message.objects.filter(
        to__email="mei@demo.spark",
        channel=Channel.EMAIL,
        url__regex="^/candidates/[0-9]+/$",
        created_at__lt=clock.now - GIVE_UP,
    )
    for message, said in zip(mail.order_by("-created_at", "-pk"), SAID, strict=False):
        message.state, message.attempts, message.error = State.FAILED, TRIES, said
        message.failing_since = message.created_at
        message.due_at = message.given_up_at = message.created_at + GIVE_UP
        message.save()
