"""Messages of incubation."""

from django.utils.translation import gettext_lazy as _

from spark.duties import kinds as duties
from spark.duties.kinds import Gravity
from spark.notifications.kinds import MessageKind, register
from spark.notifications.models import Channel

register(
    MessageKind(
        "incubation-opened",
        (Channel.IN_APP, Channel.EMAIL),
        essential=True,
        batch=True,
        sample={"count": 2, "name": "林可馨"},
        label=_("One of your students enters incubation"),
        audience=("coordinator",),
        group=True,
    ),
    MessageKind(
        "incubation-suspended",
        (Channel.IN_APP, Channel.EMAIL),
        essential=True,
        batch=True,
        at_once=True,
        sample={"count": 1, "name": "林可馨", "text": "学生生病"},
        label=_("The internship of one of your students is suspended"),
        audience=("coordinator",),
    ),
)

PAGE = "incubation-list"
duties.register(
    duties.DutyKind("incubation-papers", Gravity.LOSS, PAGE),
    duties.DutyKind(
        "incubation-close",
        Gravity.LAW,
        "candidate-list",
    ),
    duties.DutyKind("incubation-again", Gravity.LOSS, "candidate-list"),
)
