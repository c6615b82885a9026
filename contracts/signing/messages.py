"""Messages of signing."""

from django.utils.translation import gettext_lazy as _

from spark.duties import kinds as duties
from spark.duties.kinds import Gravity
from spark.notifications.models import Channel
from spark.notifications.outbox import Kind, register

BOTH = (Channel.IN_APP, Channel.EMAIL)
ONE = {"count": 1, "name": "林可馨"}

register(
    Kind(
        "contract-issued",
        BOTH,
        essential=True,
        sample=ONE,
        label=_("A contract of one of your students is out for signature"),
        audience=("coordinator",),
    ),
    Kind(
        "contract-in-force",
        BOTH,
        essential=False,
        sample=ONE,
        label=_("A contract of one of your students is in force"),
        audience=("coordinator",),
    ),
)

PAGE = "signing-list"
duties.register(
    duties.Kind("contract-open", Gravity.LOSS, PAGE, {"state": "entering"}),
    duties.Kind("contract-issue", Gravity.LOSS, PAGE),
    duties.Kind("contract-sign", Gravity.LAW, PAGE),
    duties.Kind("contract-countersign", Gravity.LOSS, PAGE),
    duties.Kind("contract-end", Gravity.LAW, "candidate-list"),
    duties.Kind("contract-again", Gravity.WAIT, PAGE),
)
