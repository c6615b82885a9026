"""Verbs of the office about what batches' people are told."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from candidates.register.access import BATCHES
from candidates.register.models import Batch
from candidates.telling import rules
from candidates.telling.access import HELD, KEEPERS
from candidates.telling.models import Dropping, Hold, Paragraph
from candidates.telling.queries import is_held, paragraph_in_force
from spark.accounts.models import User
from spark.accounts.scope import Actor
from spark.accounts.verbs import verb
from spark.errors import Refused
from spark.notifications import batches, holding
from spark.notifications.kinds import MESSAGE_KINDS
from spark.notifications.models import Message
from spark.robots import holding as groups


@verb(BATCHES, roles=KEEPERS, label=_("Messages held"), internal=True, detail=False)
def hold_messages(*, actor: Actor, batch: Batch, reason: str, at: datetime) -> Hold:
    """Let what its people and colleges are told wait, but for what must not.

    Raises:
        Refused: messages-held, if they are.
    """
    batches.lock(batch.pk)
    if is_held(batch.pk):
        raise Refused("messages-held")
    hold = Hold.objects.create(batch=batch, by=_who(actor), at=at, reason=reason)
    holding.hold(batch.pk)
    groups.hold(batch.pk)
    return hold


@verb(BATCHES, roles=KEEPERS, label=_("Messages let go"), internal=True, detail=False)
def let_messages_go(*, actor: Actor, batch: Batch, at: datetime) -> None:
    """End the hold: all that waits goes, in the order in which it was written.

    Raises:
        Refused: messages-not-held, if they aren't held.
    """
    batches.lock(batch.pk)
    hold = Hold.objects.select_for_update().filter(batch=batch, ended_at=None).first()
    if hold is None:
        raise Refused("messages-not-held")
    hold.ended_at = at
    hold.save(update_fields=["ended_at"])
    holding.let_all_go(batch.pk, at)
    groups.let_all_go(batch.pk, at)


@verb(HELD, roles=KEEPERS, label=_("Held message let go"), internal=True)
def let_go(messages: Sequence[Message], *, at: datetime) -> int:
    """Send some of what is held; the others wait on. How many it is."""
    keys = [message.pk for message in messages]
    holding.let_go(Message.objects.filter(pk__in=keys), at)
    return len(keys)


@verb(HELD, roles=KEEPERS, label=_("Held message dropped"), internal=True)
def drop(
    messages: Sequence[Message], *, actor: Actor, reason: str, at: datetime
) -> int:
    """Never send some of what is held; how many it is."""
    holding.drop(messages)
    Dropping.objects.bulk_create(
        Dropping(
            batch_id=message.batch or 0,  # held ones have one
            message_key=message.pk,
            kind=message.kind,
            channel=message.channel,
            reason=reason,
            by=_who(actor),
            at=at,
        )
        for message in messages
    )
    return len(messages)


@verb(BATCHES, roles=KEEPERS, label=_("Paragraph written"), internal=True, detail=False)
def write_paragraph(
    *,
    actor: Actor,
    batch: Batch,
    kind: str,
    chinese: str,
    english: str,
    seen: int,
    at: datetime,
) -> Paragraph:
    """Add it to what is written of the kind from now on; without text, none is added.

    Args:
        seen: the version that was shown before; 0 if there was none.

    Raises:
        Refused: paragraph-kind; paragraph-overtaken, if somebody wrote another since;
            paragraph-language; paragraph-place; paragraph-markup; paragraph-number.
    """
    if kind not in MESSAGE_KINDS or not MESSAGE_KINDS[kind].batch:
        raise Refused("paragraph-kind", status=422)
    if bool(chinese) != bool(english):
        raise Refused("paragraph-language", status=422)
    for text in (chinese, english):
        _check(text)
    before = paragraph_in_force(kind, batch.pk)
    version = before.version if before else 0
    if version != seen:
        raise Refused("paragraph-overtaken")
    return Paragraph.objects.create(
        batch=batch,
        kind=kind,
        version=version + 1,
        chinese=chinese,
        english=english,
        by=_who(actor),
        at=at,
    )


def _check(text: str) -> None:
    if stray := rules.stray_places(text):
        places = " ".join(f"{{{name}}}" for name in rules.PLACES)
        raise Refused("paragraph-place", status=422, wrong=stray[0], places=places)
    if found := rules.markup(text):
        raise Refused("paragraph-markup", status=422, wrong=found)
    if rules.number(text):
        raise Refused("paragraph-number", status=422)


def _who(actor: Actor) -> User | None:
    return actor if isinstance(actor, User) else None
