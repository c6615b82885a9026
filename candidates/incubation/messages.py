"""Messages of incubation."""

from django.utils.translation import gettext_lazy as _

from spark.duties import kinds as duties
from spark.duties.kinds import Gravity
from spark.notifications.models import Channel
from spark.notifications.outbox import MessageKind, register

register(
    MessageKind(
        "incubation-opened",
        (Channel.IN_APP, Channel.EMAIL),
        essential=True,
        sample={"count": 2, "name": "林可馨"},
        label=_("One of your students enters incubation"),
        audience=("coordinator",),
    )
)

PAGE = "incubation-list"
duties.register(
    duties.DutyKind("incubation-papers", Gravity.LOSS, PAGE),
    duties.DutyKind(
        "incubation-close",
        Gravity.LAW,
        "candidate-list",
    ),
)
