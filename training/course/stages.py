"""States of an enrolment."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from candidates.incubation.stages import State as Internship
from candidates.register.stages import Stage, StageStates, register


class State(models.TextChoices):
    ENROLLED = "enrolled", _("Enrolled")
    LEARNING = "learning", _("Learning")
    COMPETING = "competing", _("In trials")
    QUALIFIED = "qualified", _("Qualified")
    ELIMINATED = "eliminated", _("Eliminated")
    DROPPED = "dropped", _("Dropped out")


class Decision(models.TextChoices):
    """What the office decided; people learn it at release."""

    QUALIFIED = "qualified", _("Qualify")
    ELIMINATED = "eliminated", _("Eliminate")


TONES = {
    State.ENROLLED: ("warn", "hourglass"),
    State.LEARNING: ("info", "book"),
    State.COMPETING: ("info", "broadcast"),
    State.QUALIFIED: ("ok", "circle-check"),
    State.ELIMINATED: ("off", "circle-x"),
    State.DROPPED: ("off", "door-exit"),
}
register(
    StageStates(
        Stage.TRAINING,
        State,
        TONES,
        entered_from=(Stage.INCUBATION, Internship.ACTIVE),
        ended=frozenset({State.ELIMINATED, State.DROPPED}),
    )
)
