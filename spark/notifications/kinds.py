"""The kinds of messages that rooms send."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.utils.functional import Promise

from spark.notifications.models import Channel, Message, Priority

GIVE_UP = timedelta(hours=24)


@dataclass(frozen=True)
class MessageKind:
    """A kind of message a room sends: by which channels, and a sample to look at.

    Args:
        essential: can't be switched off by its reader.
        label: what it tells, on the page where it can be switched off.
        audience: the roles it goes to; empty for everybody. Who holds none of them any
            more when it would be sent doesn't get it.
        log_in: about the reader's own log-in: sent even to who can't log in.
        group: has a wording for groups, which names nobody:
            `templates/messages/group/<kind>.txt`.
        batch: is about people of one batch: the office can add a paragraph to it, and
            hold it,
        at_once: unless the law wants it said, or a term runs.
        link: makes the address when the e-mail is sent, so that the row never holds
            what opens an account.
        give_up: how long it is tried after it first failed.
        late: can be read later as well as now, so all else goes first.
    """

    name: str
    channels: tuple[Channel, ...]
    essential: bool
    sample: dict
    label: str | Promise = ""
    audience: tuple[str, ...] = ()
    log_in: bool = False
    group: bool = False
    batch: bool = False
    at_once: bool = False
    link: Callable[[Message], str] | None = None
    give_up: timedelta = GIVE_UP
    late: bool = False

    @property
    def by_night(self) -> bool:
        """Somebody waits for it, or has to know it at once."""
        return self.log_in or self.link is not None

    @property
    def may_be_held(self) -> bool:
        """Whether it waits while the office holds its batch's messages."""
        return self.batch and not self.at_once

    def priority(self, urgent: bool = False) -> Priority:
        if urgent or self.by_night:
            return Priority.FIRST
        return Priority.LAST if self.late else Priority.USUAL


MESSAGE_KINDS: dict[str, MessageKind] = {}


def register(*kinds: MessageKind) -> None:
    MESSAGE_KINDS.update({kind.name: kind for kind in kinds})
