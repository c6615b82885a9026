"""States of what a candidate asked about their data."""

from django.db import models
from django.utils.translation import pgettext_lazy


class RequestState(models.TextChoices):
    OPEN = "open", pgettext_lazy("request", "Waiting for an answer")
    ANSWERED = "answered", pgettext_lazy("request", "Answered")
    REFUSED = "refused", pgettext_lazy("request", "Refused")


TONES = {
    RequestState.OPEN: ("warn", "hourglass"),
    RequestState.ANSWERED: ("ok", "circle-check"),
    RequestState.REFUSED: ("off", "ban"),
}
