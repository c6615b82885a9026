"""States of a contract."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from candidates.register.stages import Stage, StageStates, register
from training.course.stages import State as Enrolled


class State(models.TextChoices):
    DRAFT = "draft", _("Being drafted")
    ISSUED = "issued", _("Waiting for signature")
    SIGNED_BY_CANDIDATE = "signed_by_candidate", _("Waiting for countersignature")
    IN_FORCE = "in_force", _("In force")
    ENDED = "ended", _("Contract ended")
    VOID = "void", _("Void")
    DECLINED = "declined", _("Declined")
    EXPIRED = "expired", _("Offer expired")


CLOSED = [State.ENDED, State.VOID, State.DECLINED, State.EXPIRED]
TONES = {
    State.DRAFT: ("info", "pencil"),
    State.ISSUED: ("warn", "signature"),
    State.SIGNED_BY_CANDIDATE: ("warn", "writing-sign"),
    State.IN_FORCE: ("ok", "circle-check"),
    State.ENDED: ("off", "door-exit"),
    State.VOID: ("off", "circle-minus"),
    State.DECLINED: ("off", "circle-x"),
    State.EXPIRED: ("bad", "alert-octagon"),
}
register(
    StageStates(
        Stage.SIGNING,
        State,
        TONES,
        entered_from=(Stage.TRAINING, Enrolled.QUALIFIED),
        ended=frozenset({State.DECLINED, State.ENDED}),
    )
)
