"""Holding what groups are told of a batch, and letting it go; as with messages."""

from datetime import datetime

from django.db.models import QuerySet
from django.db.models.functions import Greatest

from spark.jobs import enqueue_on_commit
from spark.notifications import quiet
from spark.robots.models import GroupMessage, Outcome, in_order


def hold(batch: int) -> None:
    waiting = GroupMessage.objects.filter(batch=batch, state=Outcome.WAITING)
    in_order(waiting).update(held=True)


def held() -> QuerySet[GroupMessage]:
    return GroupMessage.objects.filter(held=True, state=Outcome.WAITING)


def let_all_go(batch: int, now: datetime) -> None:
    due = Greatest("due_at", quiet.over(now))
    in_order(held().filter(batch=batch)).update(held=False, due_at=due)
    enqueue_on_commit("robots.send")
