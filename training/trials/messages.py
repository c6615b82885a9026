"""Messages of trials."""

from django.utils.translation import gettext_lazy as _

from spark.duties import kinds as duties
from spark.duties.kinds import Gravity
from spark.notifications.models import Channel
from spark.notifications.outbox import MessageKind, register

BOTH = (Channel.IN_APP, Channel.EMAIL)

register(
    MessageKind(
        "plan-published",
        BOTH,
        essential=True,
        sample={"number": 1, "count": 6, "new": 3, "moved": 2, "cancelled": 1},
        label=_("Trials of your people are planned or moved"),
        audience=("coordinator",),
    ),
    MessageKind(
        "trial-cancelled",
        BOTH,
        essential=True,
        sample={"count": 2, "name": "林可馨"},
        label=_("Trials of your people are cancelled"),
        audience=("coordinator",),
    ),
    MessageKind(
        "plan-made",
        (Channel.IN_APP,),
        essential=False,
        sample={"number": 1, "plan": 3},
        label=_("The solver has made a plan you asked for"),
        audience=("office",),
    ),
)

PAGE = "trial-list"
duties.register(
    duties.DutyKind("trial-confirm", Gravity.LOSS, PAGE, {"state": "planned"}),
    duties.DutyKind("trial-result", Gravity.WAIT, PAGE, {"when": "past"}),
)
