"""What the office said about a batch's messages; batches themselves are known above."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.db import connection

from spark.notifications.kinds import MESSAGE_KINDS

HOLDS = 0x484F4C44  # the first half of the lock's key; the batch is the other
PARAGRAPH = "paragraph"  # among a message's facts: what the office added


@dataclass(frozen=True)
class OfBatch:
    """A kind of message about people of one batch, or of none.

    Args:
        key: the batch whose messages the office may hold; none if it must not wait.
        paragraph: what the office adds to the words, in each language.
    """

    key: int | None = None
    held: bool = False
    paragraph: Mapping[str, str] = field(default_factory=dict)

    def facts(self, facts: dict) -> dict:
        return facts | {PARAGRAPH: dict(self.paragraph)} if self.paragraph else facts


NONE = OfBatch()
IsHeld = Callable[[int], bool]
ParagraphOf = Callable[[str, int], Mapping[str, str]]
# Filled by the room that keeps what the office said.
HELD: list[IsHeld] = []
PARAGRAPHS: list[ParagraphOf] = []


def of_batch(kind: str, batch: int, *, urgent: bool = False) -> OfBatch:
    """In the transaction that puts the message: until its end no hold begins or ends.

    Args:
        urgent: it can't wait, as what happens within hours.
    """
    assert MESSAGE_KINDS[kind].batch, kind
    said = {name: t for one in PARAGRAPHS for name, t in one(kind, batch).items()}
    if urgent or not MESSAGE_KINDS[kind].may_be_held:
        return OfBatch(paragraph=said)
    _lock("pg_advisory_xact_lock_shared", batch)
    return OfBatch(batch, any(is_held(batch) for is_held in HELD), said)


def lock(batch: int) -> None:
    """Wait for who is putting messages of the batch, and let nobody put any."""
    _lock("pg_advisory_xact_lock", batch)


def _lock(function: str, batch: int) -> None:
    key = batch & 0x7FFFFFFF  # two batches may share a lock: they wait, no more
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [HOLDS, key])
