"""Messages of incubation."""

from django.utils.translation import gettext_lazy as _

from spark.notifications.models import Channel
from spark.notifications.outbox import Kind, register

register(
    Kind(
        "incubation-opened",
        (Channel.IN_APP, Channel.EMAIL),
        essential=True,
        sample={"count": 2, "name": "林可馨"},
        label=_("Somebody of yours enters incubation"),
        audience=("coordinator",),
    )
)
