"""A round's standings as a sheet."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

from django.utils.translation import gettext as _

from spark.sheets.writing import workbook
from training.standings.models import Place

SHARE = 4  # digits of what is a score or a chance


class Line(Protocol):
    """A place with what a person reads of it."""

    place: Place

    @property
    def judgement(self) -> Any: ...

    @property
    def yuan(self) -> float: ...

    @property
    def hours(self) -> float: ...


def standings_sheet(lines: Iterable[Line], notes: Sequence[str]) -> bytes:
    """A line each; without a rank, there wasn't enough data."""
    head = [
        *(_("Rank"), _("Rank from"), _("Rank to"), _("Name"), _("Student number")),
        *(_("Campus"), _("Direction"), _("Score"), _("Score from"), _("Score to")),
        *(_("Chance to be in"), _("Judgement"), _("Trials"), _("Hours on air")),
        *(_("Viewers"), _("GMV, in yuan")),
    ]
    return workbook(head, _rows(lines), sheet=_("Standings"), notes=notes)


def _rows(lines: Iterable[Line]) -> Iterator[Sequence[object]]:
    for line in lines:
        place = line.place
        candidate = place.candidate
        yield [
            *(place.rank, place.rank_low, place.rank_high, candidate.person.name),
            *(candidate.student_number, str(candidate.campus)),
            *(str(candidate.direction), *map(_rounded, (place.score, place.low))),
            *map(_rounded, (place.high, place.p_in)),
            _("Not enough data") if place.is_short else str(line.judgement[2]),
            *(place.trials, round(line.hours, 2), place.viewers, line.yuan),
        ]


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, SHARE)
