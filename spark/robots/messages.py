"""Messages of robots."""

from django.utils.translation import gettext_lazy as _

from spark.duties import kinds as duties
from spark.duties.kinds import Gravity
from spark.notifications.kinds import MessageKind, register
from spark.notifications.models import Channel

register(
    MessageKind(
        "robot-paused",
        (Channel.IN_APP, Channel.EMAIL),
        essential=True,
        sample={"name": "直播2301班", "reason": "310000: sign not match"},
        label=_("A robot of your group is paused as its service takes nothing"),
        audience=("coordinator", "mentor", "team", "office"),
    ),
)
duties.register(duties.DutyKind("robot-resume", Gravity.WAIT, "robots"))
