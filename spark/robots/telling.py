"""Telling groups what happened; in the caller's transaction, sent later."""

from datetime import datetime

from django.db.models import Q

from spark import clock
from spark.jobs import enqueue_on_commit
from spark.notifications import quiet
from spark.notifications.batches import NONE, OfBatch
from spark.notifications.foretelling import GROUPS, Foretold, is_noted
from spark.notifications.kinds import MESSAGE_KINDS
from spark.robots.models import GroupMessage, Outcome, Robot, in_order
from spark.robots.stages import State


def tell_groups(
    kind: str,
    *,
    subject: str,
    dedup: str,
    facts: dict,
    at: datetime,
    url: str = "",
    urgent: bool = False,
    of: OfBatch = NONE,
    campus: int | None = None,
    base: int | None = None,
    team: int | None = None,
) -> None:
    """Have the robots of a place say it, or the programme's own if no place is given.

    What waits on the same subject is superseded, as in the outbox.

    Args:
        kind: one with a `group` wording, in `templates/messages/group/<kind>.txt`.
        dedup: the same key twice is one message.
        urgent: goes first, and by night too.
        of: the batch it belongs to, as the outbox takes it.
        campus: its key; so the base's and the team's.
    """
    assert MESSAGE_KINDS[kind].group, kind
    wanted = Q(kinds=[]) | Q(kinds__contains=[kind])
    here = Robot.objects.filter(
        wanted, state=State.ACTIVE, campus=campus, base=base, team=team
    )
    now = clock.now()
    rows = [
        GroupMessage(
            robot=robot,
            kind=kind,
            subject=subject,
            dedup_key=dedup,
            facts=of.facts(facts),
            url=url,
            urgent=urgent,
            created_at=at,
            due_at=now if urgent else quiet.over(now),
            batch=of.key,
            held=of.held,
        )
        for robot in here
    ]
    noted = Foretold(kind, GROUPS, len(rows), of.facts(facts), campus, of.held)
    if not is_noted(noted) and rows:
        put(rows)


def put(rows: list[GroupMessage]) -> None:
    """One per robot, all alike."""
    first = rows[0]
    waiting = GroupMessage.objects.filter(
        robot__in=[row.robot for row in rows],
        subject=first.subject,
        state=Outcome.WAITING,
    )
    older = waiting.exclude(dedup_key=first.dedup_key)
    in_order(older).update(state=Outcome.SUPERSEDED)
    GroupMessage.objects.bulk_create(rows, ignore_conflicts=True)
    enqueue_on_commit("robots.send")
