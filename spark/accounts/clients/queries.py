"""Systems as pages show them."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from spark import clock
from spark.accounts.clients.access import CLIENTS
from spark.accounts.models import Application
from spark.accounts.scope import Actor
from spark.audit import trail


class State(models.TextChoices):
    ON = "on", _("In use")
    UNUSED = "unused", _("Not used yet")
    OFF = "off", _("Disconnected")


TONES = {
    State.ON: ("ok", "circle-check"),
    State.UNUSED: ("warn", "hourglass"),
    State.OFF: ("off", "plug-connected-x"),
}


def clients(actor: Actor) -> models.QuerySet[Application]:
    """The systems `actor` sees."""
    return CLIENTS.visible_to(actor)


def state_of(client: Application) -> State:
    if client.revoked_at:
        return State.OFF
    return State.ON if client.used_at else State.UNUSED


def former_until(client: Application, at: datetime | None = None) -> datetime | None:
    """Until when the secret before this one is still good."""
    until = client.former_until
    return until if until and until > (at or clock.now()) else None


def history(client: Application) -> list[trail.Entry]:
    return trail.timeline(client, internal=True, among=(Application,))
