"""Messages of racing."""

from django.utils.translation import gettext_lazy as _

from spark.accounts.roles import GuestRole
from spark.duties import kinds as duties
from spark.duties.kinds import Gravity
from spark.notifications.kinds import MessageKind, register
from spark.notifications.models import Channel

ROUND = {"campaign": "秋季试播赛", "number": 1}

register(
    MessageKind(
        "round-released",
        (Channel.IN_APP, Channel.EMAIL),
        essential=True,
        batch=True,
        sample={"count": 1, "name": "林可馨", **ROUND},
        label=_("A round's decision on one of your students is released"),
        audience=("coordinator",),
        group=True,
    ),
    MessageKind(
        "own-round",
        (Channel.IN_APP,),
        essential=True,
        batch=True,
        sample={**ROUND, "outcome": "through", "place": None, "reason": "第 3 名"},
        audience=(GuestRole.CANDIDATE,),
    ),
)

duties.register(
    duties.DutyKind("round-move-up", Gravity.LOSS, "campaign-list"),
)
