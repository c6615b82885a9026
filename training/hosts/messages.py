"""Messages of permits."""

from spark.accounts.roles import GuestRole
from spark.notifications.kinds import MessageKind, register
from spark.notifications.models import Channel

register(
    MessageKind(
        "own-permit-expiring",
        (Channel.IN_APP,),
        essential=True,
        sample={
            "permit": 7,
            "kind": {"zh-hans": "执业资质", "en": "Practice licence"},
            "until": "2026-12-31",
        },
        audience=(GuestRole.CANDIDATE,),
    ),
)
