"""What consent is asked for, how it came, and how far a guardian's is."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Purpose(models.TextChoices):
    SHARING = "sharing", _("Pass my data on to Taobao Factory")
    RECORDING = "recording", _("Record my trials and use the recordings")
    GUARDIAN = "guardian", _("A minor's internship and live broadcasts")


OWN = (Purpose.SHARING, Purpose.RECORDING)  # what candidates consent to themselves


class How(models.TextChoices):
    OWN = "own", _("On their own pages")
    PAPER = "paper", _("On paper, entered by the college")


class Relation(models.TextChoices):
    MOTHER = "mother", _("Mother")
    FATHER = "father", _("Father")
    OTHER = "other", _("Another guardian")


class State(models.TextChoices):
    ASKED = "asked", pgettext_lazy("guardian", "Asked, no answer yet")
    GIVEN = "given", pgettext_lazy("guardian", "Consents")
    REFUSED = "refused", pgettext_lazy("guardian", "Doesn't consent")
    REVOKED = "revoked", pgettext_lazy("guardian", "Consent taken back")
    FOLLOWED = "followed", pgettext_lazy("guardian", "Followed by a newer consent")


TONES = {
    State.ASKED: ("warn", "clock"),
    State.GIVEN: ("ok", "circle-check"),
    State.REFUSED: ("bad", "circle-x"),
    State.REVOKED: ("bad", "circle-x"),
    State.FOLLOWED: ("off", "circle-check"),
}
EXPIRED = (_("Consent expired"), "bad", "clock")
