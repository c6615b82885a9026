"""What predicted a round's standings, as a sheet."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from spark.sheets.writing import workbook
from training.standings.queries.predicting import Source
from training.standings.ranking.correlating import Went


def predicting_sheet(
    rows: Iterable[tuple[Source, Any, int, Went | None]], notes: Sequence[str]
) -> bytes:
    """A criterion a line, those of which something is told."""
    head = [
        *(_("Known from"), _("Criterion"), _("People")),
        *(_("Correlation"), _("Interval from")),
        *(_("Interval to"), _("Corrected"), _("Corrected from"), _("Corrected to")),
        *(_("Spread among the ranked"), _("Spread among all it is known of")),
    ]
    return workbook(head, _lines(rows), sheet=_("What predicted it"), notes=notes)


def _lines(
    rows: Iterable[tuple[Source, Any, int, Went | None]],
) -> Iterator[Sequence[object]]:
    for source, name, n, found in rows:
        if found is None:
            continue
        told = (
            *(found.r, found.low, found.high),
            *(found.corrected, found.corrected_low, found.corrected_high),
            *(found.spread, found.everybody),
        )
        yield [source.label, str(name), n, *(round(one, 3) for one in told)]
