"""States of a trial."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from training.studio.stages import SEATED


class Ties(models.TextChoices):
    """What orders people who stand level; the last word has a lot all can draw again.

    Set before anybody was on air, so that nobody is favoured.
    """

    TRIALS = "trials", _("More trials, then the judges' score, then lot")
    JUDGES = "judges", _("The judges' score, then more trials, then lot")
    LOT = "lot", _("By lot")


class TrialState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("trial", "Planned")
    CONFIRMED = "confirmed", pgettext_lazy("trial", "Confirmed")
    LIVE = "live", pgettext_lazy("trial", "On air")
    FINISHED = "finished", pgettext_lazy("trial", "Finished")
    ABORTED = "aborted", pgettext_lazy("trial", "Broken off")
    CANCELLED = "cancelled", pgettext_lazy("trial", "Cancelled")
    NO_SHOW = "no_show", pgettext_lazy("trial", "Didn't come")


MOVABLE = [TrialState.PLANNED, TrialState.CONFIRMED]
# They hold their seat and their person: no two of them may overlap.
HOLDING = [*MOVABLE, TrialState.LIVE]
# What publishing a plan leaves alone.
SETTLED = [
    TrialState.LIVE,
    TrialState.FINISHED,
    TrialState.ABORTED,
    TrialState.NO_SHOW,
]
# What counts towards a candidate's trials of a round.
COUNTED = [TrialState(state) for state in SEATED]

TONES = {
    TrialState.PLANNED: ("warn", "hourglass"),
    TrialState.CONFIRMED: ("ok", "circle-check"),
    TrialState.LIVE: ("info", "broadcast"),
    TrialState.FINISHED: ("ok", "flag"),
    TrialState.ABORTED: ("bad", "circle-x"),
    TrialState.CANCELLED: ("off", "circle-minus"),
    TrialState.NO_SHOW: ("bad", "user-off"),
}
