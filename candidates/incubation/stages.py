"""States of an incubation."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from candidates.register.stages import Stage, StageStates, register
from candidates.screening.stages import State as Screened


class State(models.TextChoices):
    PAPERWORK = "paperwork", _("Papers incomplete")
    ACTIVE = "active", _("Internship running")
    SUSPENDED = "suspended", _("Suspended")
    COMPLETED = "completed", _("Internship ended")
    DROPPED = "dropped", _("Dropped out")


TONES = {
    State.PAPERWORK: ("warn", "file-alert"),
    State.ACTIVE: ("ok", "circle-check"),
    State.SUSPENDED: ("warn", "player-pause"),
    State.COMPLETED: ("off", "circle-check"),
    State.DROPPED: ("off", "door-exit"),
}
ENDED = frozenset({State.COMPLETED, State.DROPPED})
register(
    StageStates(
        Stage.INCUBATION,
        State,
        TONES,
        entered_from=(Stage.SCREENING, Screened.PASSED),
        ended=ENDED,
    )
)
