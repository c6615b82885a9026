"""Messages and duties of rosters."""

from django.utils.translation import gettext_lazy as _

from spark.duties import kinds as duties
from spark.duties.kinds import Gravity
from spark.notifications.kinds import MessageKind, register
from spark.notifications.models import Channel

register(
    MessageKind(
        "roster-failed",
        channels=(Channel.IN_APP,),
        essential=True,
        sample={"file": "直播2301班.xlsx"},
        label=_("A roster you sent can't be imported"),
        audience=("coordinator", "office"),
    ),
    MessageKind(
        "roster-judged",
        channels=(Channel.IN_APP,),
        essential=False,
        sample={
            "file": "直播2301班.xlsx",
            "added": 41,
            "updated": 2,
            "unchanged": 3,
            "reject": 1,
        },
        label=_("A roster you sent is checked"),
        audience=("coordinator", "office"),
    ),
    MessageKind(
        "roster-imported",
        channels=(Channel.IN_APP,),
        essential=False,
        sample={
            "file": "直播2301班.xlsx",
            "added": 41,
            "updated": 2,
            "unchanged": 3,
            "reject": 1,
        },
        label=_("A roster you sent is imported"),
        audience=("coordinator", "office"),
    ),
)
duties.register(duties.DutyKind("person-unclear", Gravity.WAIT, "unclear-list"))
duties.register(
    duties.DutyKind(
        "roster-call", Gravity.WAIT, "candidate-list", {"stage": "registered"}
    )
)
