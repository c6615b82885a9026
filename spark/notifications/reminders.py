"""Reminders of people without an account: on their own pages, and by SMS or e-mail.

What is reminded of is found from rows by jobs in the rooms, again and again: each is
written once. A letter that would come too late isn't written, or not sent.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from spark.jobs import enqueue_on_commit
from spark.notifications import quiet
from spark.notifications.kinds import MESSAGE_KINDS
from spark.notifications.models import By, GuestLetter, GuestMessage


@dataclass(frozen=True)
class Reach:
    """Where somebody without an account can be written to at present.

    Args:
        language: in which they are written to by e-mail.
        ways: addresses by the way there, the first to be tried first.
    """

    language: str
    ways: Mapping[By, str]


Reaching = Callable[[Collection[int]], Mapping[int, Reach]]
# By role: where its guests are reached, by their keys; put in by who knows them.
REACHES: dict[str, Reaching] = {}
# By kind: whether it is still so; put in by the rooms that remind.
STANDS: dict[str, Callable[[dict], bool]] = {}


@dataclass(frozen=True)
class Reminder:
    """What one guest is reminded of.

    Args:
        key: of the row the guest came for.
        about: the record and its date: a new date is another reminder.
        stale_at: when it is of no use any more.
    """

    key: int
    about: str
    facts: dict
    stale_at: datetime
    url: str = "/my/"


def remind_guests(
    kind: str, reminders: Iterable[Reminder], *, at: datetime, urgent: bool = False
) -> None:
    """Write those that aren't written yet; in the caller's transaction.

    By night nobody is rung, and what would be stale by the morning isn't written.

    Args:
        urgent: by night too.
    """
    due_at = at if urgent else quiet.over(at)
    in_time = [one for one in reminders if due_at < one.stale_at]
    by_about = {f"{kind}:{one.about}": one for one in in_time}
    (role,) = MESSAGE_KINDS[kind].audience
    known = GuestMessage.objects.filter(role=role, dedup_key__in=by_about)
    written = set(known.values_list("dedup_key", flat=True))
    new = {key: one for key, one in by_about.items() if key not in written}
    if not new:
        return
    rows = [
        GuestMessage(
            role=role,
            key=one.key,
            kind=kind,
            facts=one.facts,
            url=one.url,
            dedup_key=dedup,
            created_at=at,
        )
        for dedup, one in new.items()
    ]
    GuestMessage.objects.bulk_create(rows, ignore_conflicts=True)
    reached = REACHES[role]({one.key for one in new.values()})
    # Another job may have written some meanwhile: then their letters are there, too.
    left = known.filter(dedup_key__in=new, letter=None)
    GuestLetter.objects.bulk_create(
        (
            GuestLetter(
                message=row,
                by=next(iter(reached[row.key].ways)),
                due_at=due_at,
                stale_at=new[row.dedup_key].stale_at,
            )
            for row in left
            if row.key in reached
        ),
        ignore_conflicts=True,
    )
    for by in By.values:
        enqueue_on_commit("notifications.reach", by=by)
