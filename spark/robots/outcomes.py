"""What came of a robot's turn, and what follows: a rest, giving up, a pause."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import SystemRandom
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import F

from spark.accounts.scope import SYSTEM
from spark.robots.actions import give_up
from spark.robots.models import GroupMessage, Robot

if TYPE_CHECKING:
    from spark.robots.sending import Post, Task

# Seconds until the next try, then hourly.
BACKOFF = [5, 30, 120, 600, 1800, 3600]
JITTER = (0.9, 1.1)
GIVE_UP = timedelta(hours=24)


def record(tasks: Sequence["Task"], now: datetime) -> list["Task"]:
    """Write what was sent, and pause the robots that have failed for a day.

    Returns:
        Those that say more: whose lease another job hasn't got by now.
    """
    going_on, over = _record(tasks, now)
    for pk, error in over.items():
        give_up(actor=SYSTEM, pk=pk, reason=error, at=now)
    return going_on


def _record(
    tasks: Sequence["Task"], now: datetime
) -> tuple[list["Task"], dict[int, str]]:
    """Those that go on, and the last words to robots that are given up."""
    sent = [task.said for task in tasks if task.said and task.said.sent_at]
    going_on = [task for task in tasks if task.goes_on()]
    if len(going_on) == len(tasks):  # one statement is a transaction by itself
        return _mark(sent, going_on), {}
    going = {task.robot.pk for task in going_on}
    over = [task for task in tasks if task.robot.pk not in going]
    with transaction.atomic():
        still_leased = _mark(sent, going_on)
        return still_leased, _end(over, now)


def _end(tasks: Sequence["Task"], now: datetime) -> dict[int, str]:
    """Robots that say no more are free again; the last words to those given up."""
    well = [task for task in tasks if not _stands_out(task)]
    for lease in {task.robot.leased_until for task in well}:
        keys = [task.robot.pk for task in well if task.robot.leased_until == lease]
        Robot.objects.filter(pk__in=keys, leased_until=lease).update(leased_until=None)
    noted = {task.robot.pk: _note(task, now) for task in tasks if _stands_out(task)}
    return {pk: error for pk, error in noted.items() if error}


def _stands_out(task: "Task") -> bool:
    """Whether it failed, rests, or did so before."""
    failed = task.said is not None and task.said.error
    before = task.robot.tries or task.robot.rests_until
    return bool(failed or task.rests_until or before)


# Rows are locked by their keys' order, so that whoever else writes many waits, no more.
MARK = """
    WITH post AS (
        SELECT * FROM unnest(%s::bigint[], %s::timestamptz[]) AS post (id, at)
    ), locked AS (
        SELECT row.id, post.at
        FROM robots_groupmessage AS row JOIN post ON row.id = post.id
        ORDER BY row.id FOR NO KEY UPDATE OF row
    ), marked AS (
        UPDATE robots_groupmessage AS row
        SET state = 'sent', sent_at = locked.at, attempts = row.attempts + 1, error = ''
        FROM locked WHERE row.id = locked.id
    )
    SELECT robot.id FROM robots_robot AS robot
    JOIN unnest(%s::bigint[], %s::timestamptz[]) AS task (id, lease)
    ON robot.id = task.id AND robot.leased_until = task.lease
"""


def _mark(posts: Sequence["Post"], tasks: Sequence["Task"]) -> list["Task"]:
    """As sent, each at its own time, by one statement; the tasks still leased."""
    rows = [(m.pk, post.sent_at) for post in posts for m in post.messages]
    leases = [(task.robot.pk, task.robot.leased_until) for task in tasks]
    with connection.cursor() as cursor:
        cursor.execute(MARK, [*_columns(rows), *_columns(leases)])
        leased = {pk for (pk,) in cursor.fetchall()}
    return [task for task in tasks if task.robot.pk in leased]


def _columns(pairs: Sequence[tuple]) -> tuple[list, list]:
    return [first for first, _ in pairs], [second for _, second in pairs]


def _note(task: "Task", now: datetime) -> str:
    """When to try again; the last words of who is given up."""
    robots = Robot.objects.select_for_update(no_key=True)
    robot = robots.filter(pk=task.robot.pk).first()
    if robot is None:
        return ""
    error = task.said.error if task.said else ""
    if task.said and error:
        GroupMessage.objects.filter(pk__in=[m.pk for m in task.said.messages]).update(
            attempts=F("attempts") + 1, error=error[:300]
        )
    if robot.leased_until == task.robot.leased_until:
        robot.leased_until = None
    robot.rests_until = task.rests_until
    if task.took or not error:
        robot.tries, robot.failing_since = 0, None
    if error and task.rests_until is None:
        robot.tries += 1
        robot.failing_since = robot.failing_since or now
        robot.rests_until = now + _wait(robot.tries)
    robot.save(update_fields=["leased_until", "rests_until", "tries", "failing_since"])
    late = robot.failing_since and now - robot.failing_since >= GIVE_UP
    return error if late else ""


def _wait(tries: int) -> timedelta:
    """Until the next try, so scattered that not all come at once."""
    seconds = BACKOFF[min(tries, len(BACKOFF)) - 1]
    return timedelta(seconds=seconds * SystemRandom().uniform(*JITTER))
