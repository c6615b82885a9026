"""States of a membership."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from candidates.register.stages import Stage, StageStates, register
from contracts.signing.stages import State as Signed


class State(models.TextChoices):
    PROBATION = "probation", _("On probation")
    CONFIRMED = "confirmed", _("Confirmed")
    ON_LEAVE = "on_leave", _("On leave")
    ENDED = "ended", _("Left the team")


TONES = {
    State.PROBATION: ("info", "user-check"),
    State.CONFIRMED: ("ok", "circle-check"),
    State.ON_LEAVE: ("warn", "player-pause"),
    State.ENDED: ("off", "door-exit"),
}
register(
    StageStates(
        Stage.MANAGEMENT,
        State,
        TONES,
        entered_from=(Stage.SIGNING, Signed.IN_FORCE),
        ended=frozenset({State.ENDED}),
    )
)
