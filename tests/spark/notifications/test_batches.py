"""Many messages are leased at once, go by one connection, and each is written down."""

from collections.abc import Iterator

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from spark.accounts.models import User
from spark.notifications import delivery, postman
from spark.notifications.models import Channel, Message, State
from tests.mailbox import Mailbox
from tests.spark.notifications.test_outbox import states, waiting


class Unreachable(EmailBackend):
    """A server that isn't there; counts who looks for it."""

    asked = 0

    def open(self):
        Unreachable.asked += 1
        raise ConnectionRefusedError("nobody there")


class Dying(EmailBackend):
    """Takes one mail, and dies over the next."""

    def send_messages(self, messages):
        if mail.outbox:
            raise KeyboardInterrupt
        return super().send_messages(messages)


@pytest.fixture
def lin(world) -> User:
    return world.lin


@pytest.fixture
def server(settings) -> Iterator[Mailbox]:
    mailbox = Mailbox()
    mailbox.start()
    mailbox.connections = 0  # it has looked itself whether it is there
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mailbox.port
    yield mailbox
    mailbox.stop()


@pytest.mark.parametrize(("number", "connections"), [(1, 1), (5, 1), (120, 3)])
def test_mails_go_by_one_connection_until_it_has_taken_many(
    lin, server, number, connections
):
    assert connections == -(-number // postman.MOST)
    made = [waiting(lin, f"subject {n}") for n in range(number)]
    assert delivery.deliver_due() == number
    assert server.ids == [f"<spark-{message.pk}@localhost>" for message in made]
    assert server.connections == connections


@pytest.mark.parametrize("rows", [1, 3])
def test_each_mail_costs_two_statements_more(
    lin, rows, django_assert_num_queries, settings
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    for number in range(rows):
        waiting(lin, f"subject {number}")
    lock, claim, nothing_left = 2, 4, 3
    with django_assert_num_queries(lock + claim + 2 * rows + nothing_left):
        assert delivery.deliver_due() == rows


def test_a_server_that_is_gone_is_looked_for_once_for_all(lin, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Unreachable"
    for number in range(20):
        waiting(lin, f"subject {number}")
    Unreachable.asked = 0
    assert delivery.deliver_due() == 20
    assert Unreachable.asked == 1
    rows = Message.objects.filter(channel=Channel.EMAIL)
    assert set(rows.values_list("state", "attempts", "leased_until", "error")) == {
        (State.WAITING, 1, None, "ConnectionRefusedError: nobody there")
    }


def test_what_was_leased_and_not_tried_is_as_before(lin, settings, monkeypatch):
    settings.EMAIL_BACKEND = f"{__name__}.Dying"
    for number in range(4):
        waiting(lin, f"subject {number}")
    with pytest.raises(KeyboardInterrupt):
        delivery.deliver_due()
    assert states() == [State.SENT] + [State.WAITING] * 3
    rows = Message.objects.filter(channel=Channel.EMAIL).order_by("pk")
    assert [row.attempts for row in rows] == [1, 1, 0, 0]
    assert [row.leased_until is None for row in rows] == [True, False, True, True]
