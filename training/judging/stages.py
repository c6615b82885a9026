"""States of judges' cards and of incidents."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class JudgementState(models.TextChoices):
    ASSIGNED = "assigned", _("To be judged")
    OPEN = "open", _("Being judged")
    LOCKED = "locked", pgettext_lazy("judge", "Locked")
    RECUSED = "recused", pgettext_lazy("judge", "Recused")
    TAKEN = "taken", _("Taken from the judge")
    OVER = "over", _("Closed without it")


PENDING = (JudgementState.ASSIGNED, JudgementState.OPEN)
GIVEN_UP = (JudgementState.RECUSED, JudgementState.TAKEN, JudgementState.OVER)
TONES = {
    JudgementState.ASSIGNED: ("warn", "hourglass"),
    JudgementState.OPEN: ("info", "pencil"),
    JudgementState.LOCKED: ("ok", "lock"),
    JudgementState.RECUSED: ("off", "user-off"),
    JudgementState.TAKEN: ("off", "arrow-right"),
    JudgementState.OVER: ("off", "circle-x"),
}


class IncidentState(models.TextChoices):
    REPORTED = "reported", _("Reported")
    FAILED = "failed", _("The trial fails")
    DISMISSED = "dismissed", _("The trial counts")
    OVERTURNED = "overturned", _("Overturned: the trial counts again")


INCIDENT_TONES = {
    IncidentState.REPORTED: ("warn", "alert-triangle"),
    IncidentState.FAILED: ("bad", "circle-x"),
    IncidentState.DISMISSED: ("off", "circle-check"),
    IncidentState.OVERTURNED: ("ok", "circle-check"),
}


class Kind(models.TextChoices):
    """What went wrong on air."""

    CLAIM = "claim", _("A banned or false claim")
    PRICE = "price", _("A false price, stock or urgency")
    GOODS = "goods", _("Goods that may not be sold so")
    PRIVACY = "privacy", _("Somebody's personal data shown")
    MINOR = "minor", _("A minor on air who may not be")
    CONDUCT = "conduct", _("Insult, vulgarity or another breach of conduct")
    CHEATING = "cheating", _("Bought viewers, orders or comments")
    OTHER = "other", pgettext_lazy("incident", "Something else")
