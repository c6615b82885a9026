"""What systems are told of: a college's messages, as they are written or let go."""

from spark.changes.announcing import announced_told
from spark.notifications.models import CampusMessage as CampusMessage

announced_told("messages", "message")(CampusMessage)
