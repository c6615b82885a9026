"""Messages to candidates themselves that several stages send."""

from spark.accounts.roles import GuestRole
from spark.notifications.kinds import MessageKind, register
from spark.notifications.models import Channel

register(
    MessageKind(
        "own-decision",
        (Channel.IN_APP,),
        essential=True,
        batch=True,
        sample={
            "stage": {"zh-hans": "筛选", "en": "Screening"},
            "decision": {"zh-hans": "通过", "en": "Passed"},
            "reason": "讲品有演示",
        },
        audience=(GuestRole.CANDIDATE,),
    ),
)
