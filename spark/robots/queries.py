"""What the pages show of robots."""

from django.db.models import Max, OuterRef, QuerySet, Subquery

from spark.accounts.scope import Actor
from spark.robots.access import GROUP_MESSAGES, ROBOTS
from spark.robots.models import GroupMessage, Outcome, Robot


def robots(actor: Actor) -> QuerySet[Robot]:
    """Those the actor sees, with `last_sent`, when each spoke last."""
    sent = GroupMessage.objects.filter(robot=OuterRef("pk"), state=Outcome.SENT)
    last = sent.order_by().values("robot").values(last=Max("sent_at"))
    return ROBOTS.visible_to(actor).annotate(last_sent=Subquery(last))


def log(actor: Actor, robot: Robot) -> QuerySet[GroupMessage]:
    """What its group was and is to be told, newest first; not what is held."""
    return GROUP_MESSAGES.visible_to(actor).filter(robot=robot, held=False)
