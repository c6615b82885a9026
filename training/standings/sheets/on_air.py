"""Rows of broadcasts that are still on air: figures for the live board alone."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from spark import clock
from spark.errors import Refused, words
from training.judging.actions import check_moment
from training.trials.models import Trial

SHOWN = ("as_of", "viewers", "orders", "gmv_fen")


def figures_in(given: Mapping[str, Any]) -> dict[str, Any]:
    """What a row says that the board shows, and as of when, if it does."""
    return {name: given[name] for name in SHOWN if given[name] is not None}


def told(figures: Mapping[str, Any]) -> str:
    as_of = figures.get("as_of")
    if as_of is None:
        said = _("on air, as of now; it doesn't count")
    else:
        said = _("on air, as of %(time)s; it doesn't count") % {
            "time": f"{clock.local(as_of):%H:%M}"
        }
    counts = [str(value) for name, value in figures.items() if name != "as_of"]
    return " · ".join([said, ", ".join(counts)])


def check(trial: Trial, figures: Mapping[str, Any]) -> None:
    """Raises ValidationError, by column, where the board can't show them."""
    if "viewers" not in figures:
        raise ValidationError({"viewers": _("It is needed.")})
    now = clock.now()
    try:
        check_moment(trial, figures.get("as_of", now), now)
    except Refused as refused:
        raise ValidationError({"as_of": words(refused).text}) from refused
