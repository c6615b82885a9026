"""Open work that names a person: rooms register theirs, so it can be handed over."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from spark.accounts.models import User


@dataclass(frozen=True)
class Holding:
    """Records that name somebody.

    Args:
        role: what their next holder must be.
        count: how many are open.
        hand_over: an action, called with `actor`, `giver`, `taker` and `at`.
    """

    role: str
    label: str | Promise
    count: "Callable[[User], int]"
    hand_over: Callable


HOLDINGS: list[Holding] = []


def add_holding(holding: Holding) -> None:
    """Called from an app's `AppConfig.ready`."""
    HOLDINGS.append(holding)
