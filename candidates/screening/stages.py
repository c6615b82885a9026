"""States of screenings, and of reviews."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from candidates.register.stages import Stage, StageStates, register


class State(models.TextChoices):
    WAITING = "waiting", _("Waiting for review")
    IN_REVIEW = "in_review", _("In review")
    MORE_ASKED = "more_asked", _("Waiting for material")
    PASSED = "passed", _("Passed")
    WAITLISTED = "waitlisted", _("Waitlisted")
    REJECTED = "rejected", _("Not selected")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    ROLLED = "rolled", _("Moved to the next batch")


class Use(models.TextChoices):
    """What a scorecard is for."""

    SCREENING = "screening", _("Screening")
    TRIALS = "trials", _("Trials")


class Wanted(models.TextChoices):
    """What is asked for when more is needed to judge somebody."""

    CLIP = "clip", _("A better clip")
    PAPER = "paper", _("A missing paper")


class Decision(models.TextChoices):
    """What the office decided; people learn it at release."""

    PASSED = "passed", _("Pass")
    WAITLISTED = "waitlisted", _("Waitlist")
    REJECTED = "rejected", _("Do not select")


class Ground(models.TextChoices):
    """For what it was decided so; words beside it say the rest."""

    SCORE = "score", _("Among the highest scores of the direction")
    PROMISE = "promise", _("More than the score shows")
    PLACES = "places", _("All places are taken")
    FREED = "freed", _("A place fell free")
    BELOW = "below", _("Below what is asked for")
    KNOCKED_OUT = "knocked_out", _("A criterion that fails the whole")
    MISSING = "missing", _("What was asked for did not come")
    OTHER = "other", pgettext_lazy("ground", "Something else")


GROUNDS = {
    Decision.PASSED: (Ground.SCORE, Ground.PROMISE, Ground.OTHER),
    Decision.WAITLISTED: (Ground.PLACES, Ground.OTHER),
    Decision.REJECTED: (
        Ground.BELOW,
        Ground.KNOCKED_OUT,
        Ground.PLACES,
        Ground.MISSING,
        Ground.OTHER,
    ),
}


class ReviewState(models.TextChoices):
    ASSIGNED = "assigned", _("To be reviewed")
    OPEN = "open", _("Being reviewed")
    LOCKED = "locked", pgettext_lazy("review", "Locked")
    RECUSED = "recused", _("Recused")
    MOVED = "moved", pgettext_lazy("review", "Given to somebody else")
    OVER = "over", _("Ended with the screening")


PENDING = (ReviewState.ASSIGNED, ReviewState.OPEN)
REVIEW_TONES = {
    ReviewState.ASSIGNED: ("warn", "hourglass"),
    ReviewState.OPEN: ("info", "pencil"),
    ReviewState.LOCKED: ("ok", "lock"),
    ReviewState.RECUSED: ("off", "user-off"),
    ReviewState.MOVED: ("off", "arrow-right"),
    ReviewState.OVER: ("off", "circle-x"),
}
DECISION_TONES = {
    Decision.PASSED: ("ok", "circle-check"),
    Decision.WAITLISTED: ("info", "hourglass"),
    Decision.REJECTED: ("off", "circle-x"),
}
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
RELEASED = frozenset({State.PASSED, State.WAITLISTED, State.REJECTED})
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
