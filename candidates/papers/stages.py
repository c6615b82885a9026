"""Which papers candidates bring themselves, and what becomes of one."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    ASKED = "asked", _("What the reviewers are missing")
    AGREEMENT = "agreement", _("Three-party agreement of the internship")
    CONSENT = "consent", _("Consent to the internship, signed by you and a parent")


CALLED = {
    Kind.ASKED: _("What the reviewers are missing"),
    Kind.AGREEMENT: _("Three-party agreement of the internship"),
    Kind.CONSENT: _("Consent to the internship, signed by student and parent"),
}


class State(models.TextChoices):
    SENT = "sent", pgettext_lazy("paper", "Being looked at")
    ACCEPTED = "accepted", pgettext_lazy("paper", "Accepted")
    RETURNED = "returned", pgettext_lazy("paper", "Can't be used")


TONES = {
    State.SENT: ("info", "hourglass"),
    State.ACCEPTED: ("ok", "circle-check"),
    State.RETURNED: ("bad", "ban"),
}
