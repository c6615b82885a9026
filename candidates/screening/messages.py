"""Messages of screening."""

from spark.notifications.models import Channel
from spark.notifications.outbox import Kind, register

BOTH = (Channel.IN_APP, Channel.EMAIL)
ONE = {"count": 1, "name": "林可馨"}

register(
    Kind("screening-more-asked", BOTH, essential=True, sample=ONE | {"text": "视频"}),
    Kind("screening-released", BOTH, essential=True, sample=ONE),
)
