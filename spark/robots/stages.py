"""The states of a robot."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Paused")


TONES = {State.ACTIVE: ("ok", "circle-check"), State.PAUSED: ("warn", "player-pause")}
