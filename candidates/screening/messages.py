"""Messages of screening."""

from django.utils.translation import gettext_lazy as _

from spark.accounts.roles import GuestRole
from spark.duties import kinds as duties
from spark.duties.kinds import Gravity
from spark.notifications.models import Channel
from spark.notifications.outbox import MessageKind, register

BOTH = (Channel.IN_APP, Channel.EMAIL)
ONE = {"count": 1, "name": "林可馨"}

register(
    MessageKind(
        "screening-more-asked",
        BOTH,
        essential=True,
        sample=ONE | {"text": "视频"},
        label=_("A reviewer asks for more about one of your students"),
        audience=("coordinator",),
    ),
    MessageKind(
        "screening-released",
        BOTH,
        essential=True,
        sample=ONE,
        label=_("A screening decision on one of your students is released"),
        audience=("coordinator",),
    ),
    MessageKind(
        "screening-rolled",
        BOTH,
        essential=True,
        sample=ONE | {"batch": "2027 春·杭州二期"},
        label=_("One of your students is moved from the waitlist to the next batch"),
        audience=("coordinator",),
    ),
)

register(
    MessageKind(
        "own-more-asked",
        (Channel.IN_APP,),
        essential=True,
        sample={"text": "视频"},
        audience=(GuestRole.CANDIDATE,),
    ),
)

PAGE = "screening-list"
duties.register(
    duties.DutyKind("screening-review", Gravity.WAIT, PAGE),
    duties.DutyKind("screening-more", Gravity.WAIT, PAGE),
    duties.DutyKind("screening-decide", Gravity.WAIT, PAGE),
)
