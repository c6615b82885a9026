"""Messages of plans."""

from django.utils.translation import gettext_lazy as _

from spark.notifications.kinds import MessageKind, register
from spark.notifications.models import Channel

register(
    MessageKind(
        "plan-published",
        (Channel.IN_APP, Channel.EMAIL),
        essential=True,
        batch=True,
        sample={"number": 1, "count": 6, "new": 3, "moved": 2, "cancelled": 1},
        label=_("Trials of your people are planned or moved"),
        audience=("coordinator",),
        group=True,
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
