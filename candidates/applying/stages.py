"""The states of an application, how they look, and the steps it is written in."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("application", "Being written")
    SUBMITTED = "submitted", pgettext_lazy("application", "Sent")
    ASKED_BACK = "asked_back", pgettext_lazy("application", "Asked back")
    CONFIRMED = "confirmed", pgettext_lazy("application", "Confirmed")
    REFUSED = "refused", pgettext_lazy("application", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("application", "Withdrawn")


TONES = {
    State.DRAFT: ("info", "pencil"),
    State.SUBMITTED: ("warn", "hourglass"),
    State.ASKED_BACK: ("warn", "alert-triangle"),
    State.CONFIRMED: ("ok", "circle-check"),
    State.REFUSED: ("bad", "ban"),
    State.WITHDRAWN: ("off", "door-exit"),
}
WRITABLE = frozenset({State.DRAFT, State.ASKED_BACK})
NAMED = frozenset(set(State) - {State.DRAFT, State.WITHDRAWN})  # somebody stands there


class Step(StrEnum):
    """What an applicant is asked, one page after the other."""

    WHO = "who"
    DIRECTION = "direction"
    WEEK = "week"
    CLIP = "clip"
    QUESTIONS = "questions"
    CONSENT = "consent"


class Part(models.TextChoices):
    """Of a day, for when somebody has time."""

    MORNING = "am", _("Morning")
    AFTERNOON = "pm", _("Afternoon")
    EVENING = "ev", _("Evening")


NOTICE = "2026-11-30"  # the version of templates/candidates/applying/_notice.html
