"""Messages and duties of judging."""

from django.utils.translation import gettext_lazy as _

from spark.duties import kinds as duties
from spark.duties.kinds import Gravity
from spark.notifications.kinds import MessageKind, register
from spark.notifications.models import Channel

BOTH = (Channel.IN_APP, Channel.EMAIL)
ONE = {"count": 1, "name": "林可馨"}

register(
    MessageKind(
        "judging-assigned",
        BOTH,
        essential=True,
        sample={"count": 3, "starts": "2026-11-24 10:00"},
        label=_("Trials are given to you to judge"),
        audience=("mentor", "reviewer", "office"),
    ),
    MessageKind(
        "trial-failed",
        BOTH,
        essential=True,
        batch=True,
        sample=ONE,
        label=_("A trial of one of your students fails for an incident"),
        audience=("coordinator",),
    ),
    MessageKind(
        "trial-counts-again",
        BOTH,
        essential=True,
        batch=True,
        sample=ONE,
        label=_("A trial of one of your students counts again"),
        audience=("coordinator",),
    ),
)

duties.register(
    duties.DutyKind("judging-mark", Gravity.WAIT, "judging-mine"),
    duties.DutyKind("judging-short", Gravity.WAIT, "trial-list", {"when": "past"}),
    duties.DutyKind("incident-decide", Gravity.WAIT, "incident-list"),
)
