"""Messages to candidates themselves that several stages send."""

from spark.accounts.roles import GuestRole
from spark.notifications.models import Channel
from spark.notifications.outbox import MessageKind, register

register(
    MessageKind(
        "own-decision",
        (Channel.IN_APP,),
        essential=True,
        sample={"stage": "筛选", "decision": "通过", "reason": "讲品有演示"},
        audience=(GuestRole.CANDIDATE,),
    ),
)
