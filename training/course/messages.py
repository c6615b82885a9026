"""Messages of training."""

from django.utils.translation import gettext_lazy as _

from spark.duties import kinds as duties
from spark.duties.kinds import Gravity
from spark.notifications.kinds import MessageKind, register
from spark.notifications.models import Channel

BOTH = (Channel.IN_APP, Channel.EMAIL)
ONE = {"count": 1, "name": "林可馨"}

register(
    MessageKind(
        "training-entered",
        BOTH,
        essential=False,
        batch=True,
        sample=ONE,
        label=_("One of your students enters training"),
        audience=("coordinator",),
        group=True,
    ),
    MessageKind(
        "training-released",
        BOTH,
        essential=True,
        batch=True,
        sample=ONE,
        label=_("A training decision on one of your students is released"),
        audience=("coordinator",),
        group=True,
    ),
)

duties.register(
    duties.DutyKind("training-start", Gravity.LOSS, "training-list"),
    duties.DutyKind("training-decide", Gravity.WAIT, "training-list"),
    duties.DutyKind("training-release", Gravity.WAIT, "training-list"),
)
