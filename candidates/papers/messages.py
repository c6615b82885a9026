"""Messages and duties of papers that candidates bring."""

from spark.accounts.roles import GuestRole
from spark.duties import kinds as duties
from spark.duties.kinds import Gravity
from spark.notifications.kinds import MessageKind, register
from spark.notifications.models import Channel

register(
    MessageKind(
        "own-paper-returned",
        (Channel.IN_APP,),
        essential=True,
        batch=True,
        sample={"kind": "agreement", "text": "盖章看不清"},
        audience=(GuestRole.CANDIDATE,),
    ),
)
duties.register(duties.DutyKind("papers-look", Gravity.WAIT, "candidate-list"))
