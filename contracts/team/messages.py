"""Messages of the team."""

from django.utils.translation import gettext_lazy as _

from spark.duties import kinds as duties
from spark.duties.kinds import Gravity
from spark.notifications.kinds import MessageKind, register
from spark.notifications.models import Channel

BOTH = (Channel.IN_APP, Channel.EMAIL)
ONE = {"count": 1, "name": "林可馨"}

register(
    MessageKind(
        "membership-opened",
        BOTH,
        essential=True,
        batch=True,
        sample=ONE,
        label=_("Somebody enters the team on probation"),
        audience=("team",),
        group=True,
    ),
    MessageKind(
        "membership-confirmed",
        BOTH,
        essential=False,
        batch=True,
        sample=ONE,
        label=_("One of your students is confirmed as a formal employee"),
        audience=("coordinator",),
    ),
)

duties.register(duties.DutyKind("membership-confirm", Gravity.LAW, "management-list"))
