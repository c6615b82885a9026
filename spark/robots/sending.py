"""Sending what waits for groups: many robots side by side, each group's in order.

A job takes some robots whole, so that what one is told stays in order and within what
its service takes a minute; other jobs take others. Above that limit what waits goes as
one message with the title of each. A robot that fails rests, longer each time.

What came of the posts of many robots is written at once, and none of them says more
before: a worker that dies leaves each group at most one post that will be repeated.
"""

from collections import defaultdict, deque
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from time import monotonic

from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from spark import clock, outside
from spark.jobs import lasting
from spark.robots.channels import Refusal, TooFast, channel_of
from spark.robots.letters import letter
from spark.robots.models import GroupMessage, Outcome, Robot
from spark.robots.outcomes import record
from spark.robots.stages import State

AT_ONCE = 24  # robots
AT_A_TIME = 8  # of them taken by one statement
SPARED = 5  # posts of a minute, for what comes after a crowd
MOST = 500  # messages of one robot at a time
TURN = 30.0  # seconds; after it a job begins nothing more
SPEAKING = 30.0  # seconds; after it a robot begins no further post
LEASE = timedelta(seconds=90)  # longer than a job: nobody sends what is being sent
LOOK = 0.5  # seconds, at most, until new work is looked for
MINUTE = timedelta(minutes=1)
HEADERS = {"Content-Type": "application/json; charset=utf-8"}


@dataclass
class Post:
    """Messages that go as one, and what came of it."""

    messages: Sequence[GroupMessage]
    address: str
    body: bytes
    sent_at: datetime | None = None
    error: str = ""


@dataclass
class Task:
    """What a robot is to say now, post by post.

    Args:
        said: the post that was sent last, whose outcome isn't written yet.
        took: whether its service has taken one.
        rests_until: if its service wants a rest.
        ends: after it the robot begins no further post, by the monotonic clock.
    """

    robot: Robot
    posts: deque[Post] = field(default_factory=deque)
    said: Post | None = None
    took: bool = False
    rests_until: datetime | None = None
    ends: float = field(default_factory=lambda: monotonic() + SPEAKING)

    def goes_on(self) -> bool:
        """What follows a failure isn't tried."""
        failed = self.rests_until or (self.said and self.said.error)
        return bool(self.posts) and not failed and monotonic() < self.ends


def send_due() -> int:
    """Send what is due; the number of messages tried.

    No row is locked while a service is spoken to. A worker that dies over a robot
    leaves it to the next once the lease has run out: what it had sent without writing
    so is sent a second time, never not at all.
    """
    return Turn().work()


class Turn:
    """What one job has under way."""

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(AT_ONCE)
        self.under_way: set[Future[Task]] = set()
        self.callers: list[outside.Caller] = []  # those nobody uses now
        self.tried = 0

    def work(self) -> int:
        ends = monotonic() + TURN
        try:
            with self.pool:
                while True:
                    if monotonic() < ends:
                        self._begin()
                    if not self.under_way:
                        return self.tried
                    self._end()
        finally:
            for caller in self.callers:
                caller.close()

    def _end(self) -> None:
        done, self.under_way = wait(self.under_way, LOOK, FIRST_COMPLETED)
        tasks = [future.result() for future in done]
        going_on = lasting(partial(record, tasks, clock.now()))
        self.under_way |= {self.pool.submit(self._send, task) for task in going_on}

    def _send(self, task: Task) -> Task:
        try:
            caller = self.callers.pop()
        except IndexError:
            caller = outside.Caller()
        try:
            return send(task, caller)
        finally:
            self.callers.append(caller)

    def _begin(self) -> None:
        while (free := AT_ONCE - len(self.under_way)) >= AT_A_TIME or not free:
            wanted = partial(claim, clock.now(), min(free, AT_A_TIME))
            tasks = lasting(wanted) if free else []
            for task in tasks:
                self.tried += sum(len(post.messages) for post in task.posts)
                self.under_way.add(self.pool.submit(self._send, task))
            if len(tasks) < AT_A_TIME:
                return


@transaction.atomic
def claim(now: datetime, number: int) -> list[Task]:
    """Lease robots that have something to say and may, and word it."""
    waits = _due(now).filter(robot=OuterRef("pk"))
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    awake = Q(rests_until=None) | Q(rests_until__lte=now)
    robots = list(
        Robot.objects.filter(free, awake, Exists(waits), state=State.ACTIVE)
        .order_by("pk")
        .select_for_update(skip_locked=True, no_key=True)[:number]
    )
    keys = [robot.pk for robot in robots]
    Robot.objects.filter(pk__in=keys).update(leased_until=now + LEASE)
    for robot in robots:
        robot.leased_until = now + LEASE
    waiting, spoken = _waiting(keys, now), _spoken(keys, now)
    return [
        _task(robot, waiting[robot.pk], spoken.get(robot.pk), now) for robot in robots
    ]


def _due(now: datetime) -> QuerySet[GroupMessage]:
    return GroupMessage.objects.filter(
        state=Outcome.WAITING, held=False, due_at__lte=now
    )


def _waiting(robots: Sequence[int], now: datetime) -> dict[int, list[GroupMessage]]:
    found: dict[int, list[GroupMessage]] = defaultdict(list)
    rows = _due(now).filter(robot__in=robots)
    for row in rows.order_by("robot", "-urgent", "pk"):
        if len(found[row.robot_id]) < MOST:
            found[row.robot_id].append(row)
    return found


def _spoken(robots: Sequence[int], now: datetime) -> dict[int, tuple[int, datetime]]:
    """How often each spoke within the minute, and when last."""
    lately = GroupMessage.objects.filter(robot__in=robots, sent_at__gt=now - MINUTE)
    rows = lately.order_by().values_list("robot")
    posts = rows.annotate(Count("sent_at", distinct=True), Max("sent_at"))
    return {robot: (number, last) for robot, number, last in posts}


def _task(
    robot: Robot,
    waiting: Sequence[GroupMessage],
    spoken: tuple[int, datetime] | None,
    now: datetime,
) -> Task:
    left = channel_of(robot.service).LIMIT - (spoken[0] if spoken else 0)
    if spoken and left <= 0:
        return Task(robot, rests_until=spoken[1] + MINUTE)
    if robot.tries:  # by one message it is seen whether it works again
        groups = [waiting[:1]]
    elif len(waiting) <= left - SPARED:
        groups = [[message] for message in waiting]
    else:
        groups = [waiting]
    return Task(robot, deque(_post(robot, group, now) for group in groups))


def _post(robot: Robot, messages: Sequence[GroupMessage], now: datetime) -> Post:
    body = channel_of(robot.service).body(robot, letter(robot, messages), now)
    return Post(messages, *body)


def send(task: Task, caller: outside.Caller) -> Task:
    """The next post, in a thread of its own: touches no row."""
    if not task.posts:
        return task
    channel = channel_of(task.robot.service)
    post = task.said = task.posts.popleft()
    try:
        channel.judge(caller.post(post.address, post.body, HEADERS))
    except TooFast as error:
        task.rests_until, post.error = clock.now() + channel.REST, str(error)
    except (Refusal, outside.Unreachable) as error:
        post.error = str(error)
    else:
        post.sent_at, task.took = clock.now(), True
    return task
