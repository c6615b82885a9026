"""Verbs of the office about messages that were given up."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from spark.accounts.models import User
from spark.accounts.scope import Actor
from spark.accounts.verbs import verb
from spark.errors import Refused
from spark.jobs import enqueue_on_commit
from spark.notifications.models import By, GuestLetter, Message, State
from spark.notifications.reminders import REACHES
from spark.operations.access import KEEPERS, LETTERS, MESSAGES
from spark.operations.models import Resending
from spark.operations.queries import count_outdated


@verb(MESSAGES, roles=KEEPERS, label=_("Sent again"), internal=True)
def send_again(messages: Sequence[Message], *, actor: Actor, at: datetime) -> int:
    """Try what was given up from the beginning; how many messages it is.

    Raises:
        Refused: state-moved, if one isn't given up any more; message-outdated, if its
            reader got something newer about the same.
    """
    if any(message.state != State.FAILED for message in messages):
        raise Refused("state-moved")
    keys = [message.pk for message in messages]
    if outdated := count_outdated(actor, keys):
        raise Refused("message-outdated", count=outdated)
    Message.objects.filter(pk__in=keys).update(
        state=State.WAITING,
        attempts=0,
        due_at=at,
        leased_until=None,
        failing_since=None,
        given_up_at=None,
    )
    Resending.objects.bulk_create(
        Resending(
            message_key=message.pk,
            kind=message.kind,
            channel=message.channel,
            by=_person(actor),
            at=at,
        )
        for message in messages
    )
    enqueue_on_commit("notifications.deliver")
    return len(keys)


@verb(LETTERS, roles=KEEPERS, label=_("Sent again"), internal=True)
def remind_again(letters: Sequence[GuestLetter], *, actor: Actor, at: datetime) -> int:
    """As `send_again`, to people without an account, by the way that they have now.

    Raises:
        Refused: state-moved, as there; letter-stale, if one is of no use any more;
            letter-nowhere, if one's reader can't be written to.
    """
    if any(letter.state != State.FAILED for letter in letters):
        raise Refused("state-moved")
    if stale := sum(letter.stale_at <= at for letter in letters):
        raise Refused("letter-stale", count=stale)
    ways = _ways(letters)
    if nowhere := len(letters) - len(ways):
        raise Refused("letter-nowhere", count=nowhere)
    for letter in letters:
        letter.by, letter.state = ways[letter.pk], State.WAITING
        letter.attempts, letter.due_at, letter.leased_until = 0, at, None
    GuestLetter.objects.bulk_update(
        letters, ["by", "state", "attempts", "due_at", "leased_until"]
    )
    Resending.objects.bulk_create(
        Resending(
            message_key=letter.pk,
            kind=letter.message.kind,
            channel=letter.by,
            to_guest=True,
            by=_person(actor),
            at=at,
        )
        for letter in letters
    )
    for by in sorted(set(ways.values())):
        enqueue_on_commit("notifications.reach", by=by)
    return len(letters)


def _ways(letters: Sequence[GuestLetter]) -> dict[int, By]:
    """The first way to each reader who can be written to, by the letters' keys."""
    keys: dict[str, set[int]] = defaultdict(set)
    for letter in letters:
        keys[letter.message.role].add(letter.message.key)
    reached = {
        (role, key): next(iter(reach.ways))
        for role, theirs in keys.items()
        for key, reach in REACHES[role](theirs).items()
    }
    places = {
        letter.pk: (letter.message.role, letter.message.key) for letter in letters
    }
    return {pk: reached[place] for pk, place in places.items() if place in reached}


def _person(actor: Actor) -> User | None:
    return actor if isinstance(actor, User) else None
