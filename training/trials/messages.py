"""Messages of trials."""

from django.utils.translation import gettext_lazy as _

from spark.duties import kinds as duties
from spark.duties.kinds import Gravity
from spark.notifications.models import Channel
from spark.notifications.outbox import Kind, register

BOTH = (Channel.IN_APP, Channel.EMAIL)

register(
    Kind(
        "plan-published",
        BOTH,
        essential=True,
        sample={"number": 1, "count": 6, "new": 3, "moved": 2, "cancelled": 1},
        label=_("Trials of your people are planned or moved"),
        audience=("coordinator",),
    ),
    Kind(
        "trial-cancelled",
        BOTH,
        essential=True,
        sample={"count": 2, "name": "林可馨"},
        label=_("Trials of your people are cancelled"),
        audience=("coordinator",),
    ),
)

PAGE = "trial-list"
duties.register(
    duties.Kind("trial-confirm", Gravity.LOSS, PAGE, {"state": "planned"}),
    duties.Kind("trial-result", Gravity.WAIT, PAGE, {"when": "past"}),
)
