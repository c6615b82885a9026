"""The states of a clip, and how they look."""

from django.db import models
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    UPLOADING = "uploading", pgettext_lazy("clip", "Being sent")
    PROBING = "probing", pgettext_lazy("clip", "Being looked at")
    READY = "ready", pgettext_lazy("clip", "Ready")
    LINKED = "linked", pgettext_lazy("clip", "Kept elsewhere")
    REFUSED = "refused", pgettext_lazy("clip", "Can't be used")
    REMOVED = "removed", pgettext_lazy("clip", "Deleted")


TONES = {
    State.UPLOADING: ("info", "upload"),
    State.PROBING: ("info", "hourglass"),
    State.READY: ("ok", "circle-check"),
    State.LINKED: ("ok", "link"),
    State.REFUSED: ("bad", "ban"),
    State.REMOVED: ("off", "trash"),
}
