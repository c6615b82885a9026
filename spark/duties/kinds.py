"""The kinds of duties: how grave it is to miss one, and where many are done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from urllib.parse import urlencode

from django.urls import reverse


class Gravity(IntEnum):
    """What follows when a duty isn't done in time."""

    WAIT = 1  # work stands still
    LOSS = 2  # somebody loses a place, or goes
    LAW = 3  # a law is broken


@dataclass(frozen=True)
class DutyKind:
    """What duties of a code share; their words: `templates/duties/words/<code>.txt`.

    Args:
        page: the name of the list where many are done, `query` narrowing it.
    """

    code: str
    gravity: Gravity
    page: str
    query: Mapping[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The list of those about whom the reader has this to do."""
        return f"{reverse(self.page)}?{urlencode({**self.query, 'duty': self.code})}"


DUTY_KINDS: dict[str, DutyKind] = {}


def register(*kinds: DutyKind) -> None:
    """Called by each room's `messages.py`."""
    DUTY_KINDS.update({kind.code: kind for kind in kinds})
