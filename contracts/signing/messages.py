"""Messages of signing."""

from django.utils.translation import gettext_lazy as _

from spark.duties import kinds as duties
from spark.duties.kinds import Gravity
from spark.notifications.kinds import MessageKind, register
from spark.notifications.models import Channel

BOTH = (Channel.IN_APP, Channel.EMAIL)
ONE = {"count": 1, "name": "林可馨"}

register(
    MessageKind(
        "contract-issued",
        BOTH,
        essential=True,
        batch=True,
        at_once=True,
        sample=ONE,
        label=_("A contract of one of your students is out for signature"),
        audience=("coordinator",),
        group=True,
    ),
    MessageKind(
        "contract-in-force",
        BOTH,
        essential=False,
        batch=True,
        sample=ONE,
        label=_("A contract of one of your students is in force"),
        audience=("coordinator",),
    ),
)

PAGE = "signing-list"
duties.register(
    duties.DutyKind("contract-open", Gravity.LOSS, PAGE, {"state": "entering"}),
    duties.DutyKind("contract-issue", Gravity.LOSS, PAGE),
    duties.DutyKind("contract-sign", Gravity.LAW, PAGE),
    duties.DutyKind("contract-countersign", Gravity.LOSS, PAGE),
    duties.DutyKind("contract-end", Gravity.LAW, "candidate-list"),
    duties.DutyKind("contract-again", Gravity.WAIT, PAGE),
)
