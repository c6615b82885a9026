"""Messages of trials."""

from django.utils.translation import gettext_lazy as _

from spark.duties import kinds as duties
from spark.duties.kinds import Gravity
from spark.notifications.models import Channel
from spark.notifications.outbox import MessageKind, register

register(
    MessageKind(
        "trial-cancelled",
        (Channel.IN_APP, Channel.EMAIL),
        essential=True,
        sample={"count": 2, "name": "林可馨"},
        label=_("Trials of your people are cancelled"),
        audience=("coordinator",),
    ),
)

PAGE = "trial-list"
duties.register(
    duties.DutyKind("trial-confirm", Gravity.LOSS, PAGE, {"state": "planned"}),
    duties.DutyKind("trial-replan", Gravity.LAW, PAGE, {"against": "0"}),
    duties.DutyKind("trial-result", Gravity.WAIT, PAGE, {"when": "past"}),
)
