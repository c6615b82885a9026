"""Messages and duties of consents."""

from django.utils.translation import gettext_lazy as _

from spark.duties import kinds as duties
from spark.duties.kinds import Gravity
from spark.notifications.kinds import MessageKind, register
from spark.notifications.models import Channel

register(
    MessageKind(
        "guardian-answered",
        (Channel.IN_APP, Channel.EMAIL),
        essential=True,
        batch=True,
        at_once=True,
        sample={"count": 1, "name": "林可馨", "answer": "given"},
        label=_("A guardian consents, refuses or takes consent back"),
        audience=("coordinator",),
    ),
)
PAGE = "candidate-list"
duties.register(
    duties.DutyKind("guardian-consent", Gravity.LAW, PAGE),
    duties.DutyKind("consent-withdrawn", Gravity.LAW, PAGE),
)
