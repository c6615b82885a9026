"""Messages of the register."""

from spark.notifications.models import Channel
from spark.notifications.outbox import Kind, register

register(
    Kind(
        "roster-imported",
        channels=(Channel.IN_APP,),
        essential=True,
        sample={"file": "直播2301班.xlsx", "accepted": 41, "rejected": 1},
    )
)
