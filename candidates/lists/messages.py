"""Messages about lists taken out."""

from django.utils.translation import gettext_lazy as _

from spark.notifications.kinds import MessageKind, register
from spark.notifications.models import Channel

register(
    MessageKind(
        "list-exported",
        channels=(Channel.IN_APP,),
        essential=True,
        sample={"count": 1284},
        label=_("A list you export is ready"),
        audience=("coordinator", "office", "signing", "team"),
    ),
    MessageKind(
        "list-not-exported",
        channels=(Channel.IN_APP,),
        essential=True,
        sample={"count": 1284},
        label=_("A list you export can't be written"),
        audience=("coordinator", "office", "signing", "team"),
    ),
)
