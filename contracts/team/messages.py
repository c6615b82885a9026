"""Messages of the team."""

from spark.notifications.models import Channel
from spark.notifications.outbox import Kind, register

BOTH = (Channel.IN_APP, Channel.EMAIL)
ONE = {"count": 1, "name": "林可馨"}

register(
    Kind("membership-opened", BOTH, essential=True, sample=ONE),
    Kind("membership-confirmed", BOTH, essential=True, sample=ONE),
)
