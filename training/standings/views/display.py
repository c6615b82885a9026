"""A result as pages show it."""

from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from training.standings.models import Result
from training.trials.models import Trial

YUAN = 100  # fen


NOT_MEASURED = {"id", "trial", "gmv_fen", "is_final", "entered_by", "entered_at"}


def result_of(trial: Trial) -> Result | None:
    return getattr(trial, "result", None)


def numbers(result: Result) -> Iterator[tuple]:
    """Label and value of what was measured."""
    for field in Result._meta.concrete_fields:
        if field.name in NOT_MEASURED:
            continue
        value = getattr(result, field.name)
        is_count = isinstance(value, int) and not isinstance(value, bool)
        yield capfirst(field.verbose_name), f"{value:,}" if is_count else value
        if field.name == "orders":
            yield _("GMV, in yuan"), yuan(result)
    yield capfirst(_("entered by")), result.entered_by
    yield _("Entered"), result.entered_at


def yuan(result: Result) -> str | None:
    return None if result.gmv_fen is None else f"{result.gmv_fen / YUAN:,.2f}"
