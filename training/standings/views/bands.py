"""A place as its owner and their college are told of it: a third, and how sure."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from training.standings.models import Place
from training.standings.rules import Third, band
from training.trials.models import Round

THIRDS = {
    Third.UPPER: _("Upper third"),
    Third.MIDDLE: _("Middle third"),
    Third.LOWER: _("Lower third"),
}
OPEN = {
    (Third.UPPER, Third.MIDDLE): _("It may as well be the upper or the middle third."),
    (Third.MIDDLE, Third.LOWER): _("It may as well be the middle or the lower third."),
    (Third.UPPER, Third.LOWER): _("It isn't sure: it may be any third."),
}


class Told(NamedTuple):
    """Of one round."""

    round: Round
    place: Place
    label: str | Promise
    surely: str | Promise


def told(place: Place) -> Told:
    round_ = place.standing.round
    if place.rank is None or place.rank_low is None or place.rank_high is None:
        few = _("There are too few results yet to say.")
        return Told(round_, place, _("Not enough data"), few)
    found = band(place.rank, place.rank_low, place.rank_high, place.standing.ranked)
    sure = _("That is fairly sure.")
    surely = sure if found.is_sure else OPEN[found.best, found.worst]
    return Told(round_, place, THIRDS[found.third], surely)
