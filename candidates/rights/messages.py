"""Messages and duties of requests about data."""

from spark.accounts.roles import GuestRole
from spark.duties import kinds as duties
from spark.duties.kinds import Gravity
from spark.notifications.models import Channel
from spark.notifications.outbox import MessageKind, register

register(
    MessageKind(
        "own-request-answered",
        (Channel.IN_APP,),
        essential=True,
        sample={"text": "已改正"},
        audience=(GuestRole.CANDIDATE,),
    ),
)
duties.register(duties.DutyKind("data-request", Gravity.LAW, "request-list"))
