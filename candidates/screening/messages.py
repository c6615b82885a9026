"""Messages of screening."""

from django.utils.translation import gettext_lazy as _

from spark.accounts.roles import GuestRole
from spark.duties import kinds as duties
from spark.duties.kinds import Gravity
from spark.notifications.kinds import MessageKind, register
from spark.notifications.models import Channel

BOTH = (Channel.IN_APP, Channel.EMAIL)
ASKED = {"text": "视频没有声音", "wanted": "clip", "until": "2026-12-03"}
ONE = {"count": 1, "name": "林可馨"}

register(
    MessageKind(
        "screening-more-asked",
        BOTH,
        essential=True,
        batch=True,
        at_once=True,
        sample=ONE | ASKED,
        label=_("A reviewer asks for more about one of your students"),
        audience=("coordinator",),
    ),
    MessageKind(
        "screening-released",
        BOTH,
        essential=True,
        batch=True,
        sample=ONE,
        label=_("A screening decision on one of your students is released"),
        audience=("coordinator",),
        group=True,
    ),
    MessageKind(
        "screening-rolled",
        BOTH,
        essential=True,
        batch=True,
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
        batch=True,
        at_once=True,
        sample=ASKED,
        audience=(GuestRole.CANDIDATE,),
    ),
)

PAGE = "screening-list"
duties.register(
    duties.DutyKind("screening-review", Gravity.WAIT, PAGE),
    duties.DutyKind("screening-more", Gravity.WAIT, PAGE),
    duties.DutyKind("screening-more-late", Gravity.WAIT, PAGE),
    duties.DutyKind("screening-decide", Gravity.WAIT, PAGE),
    duties.DutyKind("screening-release", Gravity.WAIT, PAGE),
    duties.DutyKind("screening-assign", Gravity.WAIT, PAGE),
    duties.DutyKind("screening-move-up", Gravity.LOSS, PAGE),
    duties.DutyKind("screening-mark", Gravity.WAIT, "review-queue"),
)
