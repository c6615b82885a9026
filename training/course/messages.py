"""Messages of training."""

from spark.notifications.models import Channel
from spark.notifications.outbox import Kind, register

BOTH = (Channel.IN_APP, Channel.EMAIL)
ONE = {"count": 1, "name": "林可馨"}

register(
    Kind("training-entered", BOTH, essential=True, sample=ONE),
    Kind("training-released", BOTH, essential=True, sample=ONE),
)
