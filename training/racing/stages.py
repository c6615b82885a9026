"""What a round may come to for somebody, and why it was decided so."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Outcome(models.TextChoices):
    """What the office decides on somebody; people learn it at release.

    Who has extra slots isn't decided yet: once they were on air, they are.
    """

    THROUGH = "through", pgettext_lazy("round", "Through")
    QUALIFIED = "qualified", _("Qualified")
    RESERVE = "reserve", pgettext_lazy("round", "Reserve")
    EXTRA = "extra", _("Extra slots")
    OUT = "out", pgettext_lazy("round", "Out")


# What there is to decide after a round, and after the last one.
AFTER_ROUND = (Outcome.THROUGH, Outcome.EXTRA, Outcome.OUT)
AFTER_LAST = (Outcome.QUALIFIED, Outcome.RESERVE, Outcome.EXTRA, Outcome.OUT)
# They take a place.
TAKEN = (Outcome.THROUGH, Outcome.QUALIFIED)


def outcomes_of(*, is_last: bool) -> tuple[Outcome, ...]:
    return AFTER_LAST if is_last else AFTER_ROUND


class Ground(models.TextChoices):
    """For what it was decided so; words beside it say the rest."""

    STANDING = "standing", _("As the standings propose")
    PROMISE = "promise", _("More than the numbers show")
    CONDUCT = "conduct", _("What happened on air, or in the rooms")
    DATA = "data", _("Too little to go by")
    PLACES = "places", _("Places of the direction or college")
    APPEAL = "appeal", _("An appeal was heard")
    FREED = "freed", _("A place fell free")
    OTHER = "other", pgettext_lazy("ground", "Something else")


# Those offered to whoever decides; a place that fell free gives its own.
GROUNDS = tuple(ground for ground in Ground if ground != Ground.FREED)

TONES = {
    Outcome.THROUGH: ("ok", "circle-check"),
    Outcome.QUALIFIED: ("ok", "circle-check"),
    Outcome.RESERVE: ("info", "hourglass"),
    Outcome.EXTRA: ("warn", "help-circle"),
    Outcome.OUT: ("off", "circle-x"),
}
