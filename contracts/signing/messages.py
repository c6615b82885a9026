"""Messages of signing."""

from spark.notifications.models import Channel
from spark.notifications.outbox import Kind, register

BOTH = (Channel.IN_APP, Channel.EMAIL)
ONE = {"count": 1, "name": "林可馨"}

register(
    Kind("contract-issued", BOTH, essential=True, sample=ONE),
    Kind("contract-in-force", BOTH, essential=True, sample=ONE),
)
