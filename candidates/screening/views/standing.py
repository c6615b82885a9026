"""A batch as it is ranked: who stands where."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from candidates.register.models import Batch
from candidates.screening import queries
from candidates.screening.access import SCREENINGS
from candidates.screening.agreement import Reliability
from candidates.screening.forms import BoardForm
from candidates.screening.models import Screening
from candidates.screening.ranking import Ranking, Standing, ranking
from spark.accounts.models import User
from spark.paging import Spot

LAST = 9.0  # behind every score: who has none
NONE = Standing()


def _falling(value: object) -> float:
    return LAST if value is None else -float(value)  # type: ignore[arg-type]


ORDERS: dict[str, Callable[[Standing], float]] = {
    "": lambda one: _falling(one.adjusted),
    "raw": lambda one: _falling(one.raw),
    "spread": lambda one: _falling(one.spread),
}
REVIEWS: dict[str, Callable[[Standing], bool]] = {
    "differ": lambda one: one.differs,
    "open": lambda one: one.locked < one.given or not one.given,
    "locked": lambda one: one.locked == one.given > 0,
}


@dataclass
class Ranked:
    """A batch's reviews, read once.

    Who looks and has a review of somebody to lock sees nothing of these scores.
    """

    batch: Batch
    user: User

    @cached_property
    def _ranking(self) -> Ranking:
        return ranking(queries.written_in(self.batch.pk), self.user.pk)

    @property
    def standings(self) -> Mapping[int, Standing]:
        return self._ranking.standings

    @property
    def agreement(self) -> Reliability | None:
        return self._ranking.agreement

    @property
    def disagree(self) -> bool:
        """Should reviewers recalibrate before anybody decides?"""
        return self.agreement is not None and self.agreement.reading == "poor"

    def turn(self, row: Screening) -> tuple:
        """Sorts the best first, and those without a score last."""
        return *self.standings.get(row.pk, NONE).order, row.pk

    def places(self, form: BoardForm) -> list[Spot]:
        """Those that match, in the order asked for."""
        rows = SCREENINGS.visible_to(self.user).filter(candidate__batch=self.batch)
        keys = form.found(rows).order_by().values_list("pk", flat=True)
        value, wanted = ORDERS[form.sorted_by], form.chosen.get("reviews")
        standings = self.standings
        found = [(key, standings.get(key, NONE)) for key in keys]
        if wanted:
            fits = REVIEWS[wanted]
            found = [(key, one) for key, one in found if fits(one)]
        return sorted((value(one), key) for key, one in found)

    def rows(self, places: Sequence[Spot], *fields: str) -> list[Screening]:
        """The screenings themselves, each with its `standing`.

        Args:
            fields: of which alone they and what is joined to them are read, if given.
        """
        if not places:
            return []
        keys = [key for _value, key in places]
        rows = SCREENINGS.visible_to(self.user).filter(pk__in=keys)
        rows = rows.select_related("decided_by")
        found = {row.pk: row for row in (rows.only(*fields) if fields else rows)}
        for row in found.values():
            row.standing = self.standings.get(row.pk, NONE)  # type: ignore[attr-defined]
        return [found[key] for key in keys if key in found]
