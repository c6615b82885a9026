"""States of a screening."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from candidates.register.stages import Stage, StageStates, register


class State(models.TextChoices):
    WAITING = "waiting", _("Waiting for review")
    IN_REVIEW = "in_review", _("In review")
    MORE_ASKED = "more_asked", _("More asked for")
    PASSED = "passed", _("Passed")
    WAITLISTED = "waitlisted", _("Waitlisted")
    REJECTED = "rejected", _("Not selected")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    ROLLED = "rolled", _("Moved to the next batch")


class Decision(models.TextChoices):
    """What the office decided; people learn it at release."""

    PASSED = "passed", _("Pass")
    WAITLISTED = "waitlisted", _("Waitlist")
    REJECTED = "rejected", _("Do not select")


TONES = {
    State.WAITING: ("warn", "hourglass"),
    State.IN_REVIEW: ("info", "clock"),
    State.MORE_ASKED: ("warn", "file-alert"),
    State.PASSED: ("ok", "circle-check"),
    State.WAITLISTED: ("off", "hourglass"),
    State.REJECTED: ("off", "circle-x"),
    State.WITHDRAWN: ("off", "door-exit"),
    State.ROLLED: ("off", "door-exit"),
}
UNJUDGED = frozenset({State.WAITING, State.IN_REVIEW, State.MORE_ASKED})
ENDED = frozenset({State.REJECTED, State.WITHDRAWN, State.ROLLED})
register(
    StageStates(
        Stage.SCREENING,
        State,
        TONES,
        entered_from=(Stage.REGISTERED, ""),
        ended=ENDED,
    )
)
