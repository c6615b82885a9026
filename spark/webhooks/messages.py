"""Messages of webhooks."""

from django.utils.translation import gettext_lazy as _

from spark.duties import kinds as duties
from spark.duties.kinds import Gravity
from spark.notifications.kinds import MessageKind, register
from spark.notifications.models import Channel

register(
    MessageKind(
        "webhook-paused",
        (Channel.IN_APP, Channel.EMAIL),
        essential=True,
        sample={"name": "教务系统", "reason": "HTTP 500"},
        label=_("A webhook of your campus is paused as its address takes nothing"),
        audience=("coordinator",),
    ),
)
duties.register(duties.DutyKind("webhook-resume", Gravity.WAIT, "webhooks"))
