"""Messages and duties of requests about data."""

from spark.accounts.roles import GuestRole
from spark.duties import kinds as duties
from spark.duties.kinds import Gravity
from spark.notifications.kinds import MessageKind, register
from spark.notifications.models import Channel

register(
    MessageKind(
        "own-request-answered",
        (Channel.IN_APP,),
        essential=True,
        batch=True,
        at_once=True,
        sample={"text": "已改正"},
        audience=(GuestRole.CANDIDATE,),
    ),
)
duties.register(duties.DutyKind("data-request", Gravity.LAW, "request-list"))
