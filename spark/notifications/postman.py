"""One connection to the mail server for many mails."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any, Self

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

ANSWER = timedelta(seconds=settings.EMAIL_TIMEOUT)
SENDING = 12 * ANSWER  # a whole mail, from connecting to the farewell
MOST = 50  # mails by one connection: servers end those that take too many


class NoServer(Exception):
    """It can't be reached, so that no other mail need be tried now; says why."""


class Postman:
    """Sends mails one after another, and says farewell when it is left.

    After a failure the next mail has a connection of its own: what a server makes of
    one that was broken off, nobody knows.
    """

    def __init__(self) -> None:
        self.connection: Any = None
        self.sent = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def send(self, mail: EmailMessage) -> None:
        """Within SENDING.

        Raises:
            NoServer: nothing was tried with it.
        """
        with bounded(SENDING):
            if self.connection is None:
                self._open()
            try:
                self.connection.send_messages([mail])
            except SMTPRecipientsRefused:  # the server is well
                raise
            except BaseException:
                self._drop()
                raise
            self.sent += 1
        if self.sent >= MOST:
            self._close()

    def _open(self) -> None:
        connection = get_connection()
        try:
            connection.open()
        except OSError as error:  # as all that smtplib raises is
            raise NoServer(f"{type(error).__name__}: {error}") from error
        self.connection, self.sent = connection, 0

    def _close(self) -> None:
        """However slow the farewell: what was taken is sent."""
        connection, self.connection = self.connection, None
        if connection is not None:
            with suppress(OSError), bounded(ANSWER):
                connection.close()

    def _drop(self) -> None:
        """Without a farewell."""
        connection, self.connection = self.connection, None
        if (smtp := getattr(connection, "connection", None)) is not None:
            smtp.close()


@contextmanager
def bounded(limit: timedelta) -> Iterator[None]:
    """Raise TimeoutError, as a socket does, in what takes longer altogether.

    Again every second: trying the next address of a server swallows one. Works where
    jobs run, in the main thread of a worker's process.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(*_: object) -> None:
        raise TimeoutError(f"not done within {limit.total_seconds():.0f} s")

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, limit.total_seconds(), 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
