"""What lin's campus is told outside of this site, for tests/test_access.py."""

from spark import clock
from spark.accounts.scope import SYSTEM
from spark.calendars.actions import follow
from spark.calendars.models import Subscription
from spark.robots import actions as robots
from spark.robots.models import GroupMessage, Outcome
from spark.webhooks.queueing import queue_test
from tests.spark.robots.groups import robot
from tests.spark.webhooks.receiver import webhook
from tests.world import World


def told_elsewhere(world: World) -> dict[str, int]:
    """A webhook and a delivery, a robot and a message given up, lin's calendar."""
    hook = webhook(world, "https://example.org/spark")
    delivery = queue_test(hook, clock.now())
    said = robot(world, "https://oapi.dingtalk.com/robot/send?access_token=a")
    robots.test(actor=SYSTEM, pk=said.pk)
    GroupMessage.objects.filter(robot=said).update(state=Outcome.FAILED)
    follow(actor=world.lin, kind="own", language="en")
    return {
        "webhook": hook.pk,
        "delivery": delivery.pk,
        "robot": said.pk,
        "group_message": said.messages.get().pk,
        "calendar": Subscription.objects.latest("pk").pk,
    }
