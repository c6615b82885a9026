"""What the pages and /metrics ask of messages, jobs, webhooks and robots."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.db.models.functions import TruncHour

from spark import clock
from spark.accounts.scope import Actor
from spark.notifications.models import Channel, GuestLetter, Message, State
from spark.notifications.returned import ReturnedMail, standing
from spark.operations.access import LETTERS, MESSAGES
from spark.operations.masking import masked
from spark.operations.models import JobRun, Resending
from spark.operations.timetable import Colour, Job, jobs
from spark.robots.models import GroupMessage, Outcome, Robot
from spark.robots.stages import State as RobotState
from spark.webhooks.models import Webhook
from spark.webhooks.stages import State as WebhookState

LEAVING = ~Q(channel=Channel.IN_APP)  # what is on this site has arrived
WAITS_LONG, WAITS_TOO_LONG = timedelta(minutes=5), timedelta(minutes=30)
SHOWN = timedelta(hours=48)
SOME = 50  # addresses that return mail


@dataclass
class Traffic:
    """What leaves by one channel.

    Args:
        oldest: when what waits the longest was due; None if nothing is due.
        again: how many were tried and wait for their next try.
        failed: how many were given up.
        said: the last words of the other side, about what isn't sent yet or given up.
    """

    channel: str
    waiting: int = 0
    oldest: datetime | None = None
    again: int = 0
    failed: int = 0
    said: str = ""

    @property
    def label(self) -> str:
        return str(dict(Channel.choices).get(self.channel, self.channel))

    @property
    def colour(self) -> Colour:
        waits = clock.now() - self.oldest if self.oldest else timedelta()
        if waits > WAITS_TOO_LONG:
            return Colour.RED
        trouble = waits > WAITS_LONG or self.again or self.failed
        return Colour.YELLOW if trouble else Colour.GREEN


def traffic() -> list[Traffic]:
    """By each channel."""
    found = {one.channel: one for one in channels()}
    waiting, failed = _waiting(), _failed()
    due, tried = Q(due_at__lte=clock.now(), attempts=0), Q(attempts__gt=0)
    counts = waiting.values("channel").annotate(
        number=Count("pk"),
        oldest=Min("due_at", filter=due),
        again=Count("pk", filter=tried),
    )
    for row in counts:
        one = found[row["channel"]]
        one.waiting, one.oldest, one.again = row["number"], row["oldest"], row["again"]
    given_up = failed.values_list("channel").annotate(Count("pk"))
    for channel, number in given_up:
        found[channel].failed = number
    for rows in (failed, waiting.filter(tried)):  # what is tried still, spoke last
        last = rows.order_by("channel", "-due_at").distinct("channel")
        for channel, error in last.exclude(error="").values_list("channel", "error"):
            found[channel].said = masked(error)
    return list(found.values())


def channels() -> list[Traffic]:
    """Those by which something can leave, with nothing counted yet."""
    return [Traffic(name) for name in Channel.values if name != Channel.IN_APP]


def _waiting() -> QuerySet[Message]:
    return Message.objects.filter(LEAVING, state=State.WAITING, held=False).order_by()


def _failed() -> QuerySet[Message]:
    return Message.objects.filter(LEAVING, state=State.FAILED).order_by()


@dataclass
class Hour:
    """What was sent within an hour, by channel."""

    begins: datetime
    sent: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def total(self) -> int:
        return sum(self.sent.values())


def hours() -> list[Hour]:
    """The last 48, the present one among them, oldest first."""
    present = clock.now().replace(minute=0, second=0, microsecond=0)
    number = int(SHOWN / timedelta(hours=1))
    begun = [present - timedelta(hours=ago) for ago in reversed(range(number))]
    found = {hour: Hour(hour) for hour in begun}
    counts = (
        Message.objects.filter(LEAVING, state=State.SENT, sent_at__gte=begun[0])
        .order_by()
        .annotate(hour=TruncHour("sent_at"))
        .values("hour", "channel")
        .annotate(number=Count("pk"))
    )
    for row in counts:
        if row["hour"] in found:  # a clock that was put back
            found[row["hour"]].sent[row["channel"]] = row["number"]
    return list(found.values())


def undelivered(actor: Actor) -> QuerySet[Message]:
    """What was given up, each `outdated` if something newer was written about it."""
    return _given_up(actor).annotate(outdated=_NEWER)


def count_outdated(actor: Actor, keys: Iterable[int]) -> int:
    return _given_up(actor).filter(_NEWER, pk__in=keys).count()


def _given_up(actor: Actor) -> QuerySet[Message]:
    return MESSAGES.visible_to(actor).filter(state=State.FAILED)


_NEWER = Exists(
    Message.objects.exclude(state=State.SUPERSEDED).filter(
        to=OuterRef("to"),
        channel=OuterRef("channel"),
        subject=OuterRef("subject"),
        pk__gt=OuterRef("pk"),
    )
)


def kinds_undelivered(actor: Actor) -> list[str]:
    rows = _given_up(actor).order_by("kind")
    return list(rows.values_list("kind", flat=True).distinct())


def guests_undelivered(actor: Actor) -> QuerySet[GuestLetter]:
    """What those without an account didn't get; `outdated` if it is no use now."""
    rows = LETTERS.visible_to(actor).filter(state=State.FAILED)
    return rows.annotate(outdated=Q(stale_at__lte=clock.now()))


def guest_kinds_undelivered(actor: Actor) -> list[str]:
    rows = LETTERS.visible_to(actor).filter(state=State.FAILED)
    kinds = rows.order_by("message__kind").values_list("message__kind", flat=True)
    return list(kinds.distinct())


def sent_again(keys: Collection[int], *, to_guest: bool) -> dict[int, Resending]:
    """Who had each sent again last."""
    rows = Resending.objects.filter(message_key__in=keys, to_guest=to_guest)
    return {row.message_key: row for row in rows.select_related("by").order_by("pk")}


def guests_failed() -> int:
    """How many letters to people without an account were given up, of use yet."""
    rows = GuestLetter.objects.filter(state=State.FAILED, stale_at__gt=clock.now())
    return rows.count()


def runs() -> Iterator[tuple[Job, JobRun | None]]:
    """Every periodic job with its last run."""
    known = {run.job: run for run in JobRun.objects.all()}
    for job in jobs():
        yield job, known.get(job.key)


def returned() -> list[ReturnedMail]:
    """Addresses that return what is sent, the newest first."""
    return list(standing().select_related("person").order_by("-at", "pk")[:SOME])


def webhooks() -> dict[str, int]:
    """How many are `paused`, and how many are `failing` and tried again."""
    active = Q(state=WebhookState.ACTIVE)
    return Webhook.objects.aggregate(
        paused=Count("pk", filter=Q(state=WebhookState.PAUSED)),
        failing=Count("pk", filter=active & Q(course__failures__gt=0)),
    )


def robots() -> dict[str, int]:
    """As `webhooks`, and how many messages to groups are `waiting`, though due."""
    due = GroupMessage.objects.filter(
        state=Outcome.WAITING,
        held=False,
        due_at__lte=clock.now(),
        robot__state=RobotState.ACTIVE,
    )
    found = Robot.objects.aggregate(
        paused=Count("pk", filter=Q(state=RobotState.PAUSED)),
        failing=Count("pk", filter=Q(state=RobotState.ACTIVE, tries__gt=0)),
    )
    return found | {"waiting": due.count()}
