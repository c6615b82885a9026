"""Messages of trials."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from spark.accounts.roles import GuestRole
from spark.duties import kinds as duties
from spark.duties.kinds import Gravity
from spark.notifications.kinds import MessageKind, register
from spark.notifications.models import Channel

register(
    MessageKind(
        "trial-cancelled",
        (Channel.IN_APP, Channel.EMAIL),
        essential=True,
        batch=True,
        sample={"count": 2, "name": "林可馨"},
        label=_("Trials of your people are cancelled"),
        audience=("coordinator",),
        group=True,
    ),
)

CLOCK: dict[str, Any] = {"starts": "2026-11-24 10:00"}
REMINDED = CLOCK | {"trial": 7}
register(
    *(
        MessageKind(
            name,
            (Channel.IN_APP,),
            essential=True,
            batch=True,
            sample=sample,
            audience=(GuestRole.CANDIDATE,),
        )
        for name, sample in {
            "own-trial-planned": CLOCK,
            "own-trial-moved": CLOCK | {"was": "2026-11-23 09:00"},
            "own-trial-cancelled": CLOCK,
            "own-trial-tomorrow": REMINDED,
            "own-trial-soon": REMINDED,
            "own-trial-unconfirmed": REMINDED | {"until": "2026-11-23 10:00"},
        }.items()
    )
)

PAGE = "trial-list"
duties.register(
    duties.DutyKind("trial-confirm", Gravity.LOSS, PAGE, {"state": "planned"}),
    duties.DutyKind("trial-replan", Gravity.LAW, PAGE, {"against": "0"}),
    duties.DutyKind("trial-result", Gravity.WAIT, PAGE, {"when": "past"}),
    duties.DutyKind("trial-result-final", Gravity.WAIT, PAGE, {"when": "past"}),
)
