"""A result as pages show it."""

from collections.abc import Collection, Iterator
from fractions import Fraction
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from spark.errors import Words
from training.standings.metrics import average_online, ratios
from training.standings.models import Result
from training.standings.rules import odd
from training.trials.models import Trial
from training.trials.views.display import said

FEN = 100  # of a yuan
NOT_MEASURED = {"id", "trial", "is_final", "recording", "entered_by", "entered_at"}
IN_YUAN = {"gmv_fen": _("GMV, in yuan"), "refund_fen": _("Refunds, in yuan")}


class Ratio(NamedTuple):
    """What a ratio is called, and what it is of what: sources differ."""

    label: str | Promise
    of: str | Promise
    is_money: bool = False


RATIOS = {
    "interaction": Ratio(_("Interaction rate"), _("of viewers")),
    "following": Ratio(_("Follow rate"), _("new followers to viewers")),
    "clicking": Ratio(_("Product click rate"), _("of viewers")),
    "cart": Ratio(_("Add-to-cart rate"), _("of viewers")),
    "buying": Ratio(_("Conversion"), _("buyers of viewers")),
    "buying_of_clickers": Ratio(
        _("Conversion of clicks"), _("buyers of who clicked a product")
    ),
    "gpm_of_views": Ratio(_("GPM by views"), _("yuan per 1,000 views (PV)"), True),
    "gpm_of_viewers": Ratio(
        _("GPM by viewers"), _("yuan per 1,000 viewers (UV)"), True
    ),
    "viewer_value": Ratio(_("Value of a viewer"), _("yuan of GMV per viewer"), True),
    "buyer_value": Ratio(_("Value of a buyer"), _("yuan of GMV per buyer"), True),
    "refunded_orders": Ratio(_("Refund rate by orders"), _("of paid orders")),
    "refunded_money": Ratio(_("Refund rate by money"), _("of GMV")),
    "paid_traffic": Ratio(_("Paid traffic"), _("of viewers")),
}


def result_of(trial: Trial) -> Result | None:
    return getattr(trial, "result", None)


def numbers(result: Result, hidden: Collection[str] = ()) -> Iterator[tuple]:
    """Label and value of what was measured, without the fields that are `hidden`."""
    for field in Result._meta.concrete_fields:
        if field.name in {*NOT_MEASURED, *hidden}:
            continue
        value = getattr(result, field.name)
        if field.name in IN_YUAN:
            yield IN_YUAN[field.name], in_yuan(value)
        else:
            is_count = isinstance(value, int) and not isinstance(value, bool)
            yield capfirst(field.verbose_name), f"{value:,}" if is_count else value
    yield capfirst(_("entered by")), result.entered_by
    yield _("Entered"), result.entered_at


def figures(result: Result, trial: Trial) -> Iterator[tuple]:
    """Label, value and what it is of; those that can be told."""
    online = average_online(result, trial.seconds)
    if online is not None:
        yield _("Average online"), f"{round(online):,}", _("viewers × watch ÷ length")
    for name, value in ratios(result).items():
        if value is not None:
            ratio = RATIOS[name]
            yield (
                ratio.label,
                _money(value) if ratio.is_money else _share(value),
                ratio.of,
            )


def oddities(result: Result, trial: Trial) -> list[Words]:
    """What somebody should look at again."""
    return [said(finding) for finding in odd(result, trial.seconds)]


def yuan(result: Result) -> str | None:
    return in_yuan(result.gmv_fen)


def in_yuan(fen: int | None) -> str | None:
    return None if fen is None else f"{fen / FEN:,.2f}"


def _money(fen: Fraction) -> str:
    return f"{float(fen) / FEN:,.2f}"


def _share(value: Fraction) -> str:
    return f"{float(value):.2%}"
