"""What is whose to judge; a batch as it is decided on; who is next on a waitlist."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Count, F, Func, Max, Q, QuerySet, TextField, Value

from candidates.register.models import Batch, Candidate, Quota
from candidates.register.queries import HOLDING
from candidates.screening.models import Release, Review, Screening
from candidates.screening.stages import (
    PENDING,
    UNJUDGED,
    Decision,
    ReviewState,
    State,
)
from spark.accounts.models import User


def judged_by(person: User) -> QuerySet[Screening]:
    """The screenings that name this reviewer and are not decided."""
    return Screening.objects.filter(reviewer=person, state__in=UNJUDGED)


def count_judged_by(person: User) -> int:
    return judged_by(person).count()


class Scored(NamedTuple):
    """A review that wasn't given up, with the score it has once it is locked."""

    screening: int
    direction: int
    reviewer: int
    locked: bool
    third: bool
    knocked_out: bool
    score: Decimal | None


def written_in(batch: int) -> str:
    """All that a batch's standings follow from, a part for each review.

    One statement, so that of equal texts the standings are equal.
    """
    words = (
        *("screening_id", "candidate__direction_id", "reviewer_id"),
        *("state", "third", "knocked_out", "score"),
    )
    line = Func(Value(" "), *words, function="CONCAT_WS", output_field=TextField())
    counted = [*PENDING, ReviewState.LOCKED]
    rows = Review.objects.filter(state__in=counted, candidate__batch=batch)
    found = rows.aggregate(written=StringAgg(line, ";", order_by="pk"))
    return found["written"] or ""


def read(written: str) -> list[Scored]:
    return [_read(*line.split(" ")) for line in written.split(";") if line]


def _read(
    screening: str,
    direction: str,
    reviewer: str,
    state: str,
    third: str,
    knocked_out: str,
    score: str = "",
) -> Scored:
    return Scored(
        int(screening),
        int(direction),
        int(reviewer),
        state == ReviewState.LOCKED,
        third == "t",
        knocked_out == "t",
        Decimal(score) if score else None,
    )


def scored_in(batch: int) -> list[Scored]:
    return read(written_in(batch))


def batches_screened() -> list[Batch]:
    """Those with screenings, the newest first."""
    called = Screening.objects.values("candidate__batch")
    rows = Batch.objects.filter(pk__in=called.distinct())
    return list(rows.order_by("-opens_on", "-pk"))


def decided_in(batch: Batch) -> QuerySet[Screening]:
    """Those whose decision is noted and not released."""
    rows = Screening.objects.filter(candidate__batch=batch, state=State.IN_REVIEW)
    return rows.exclude(decision="")


def last_release(batch: Batch) -> Release | None:
    """Of those that a job does or did."""
    return Release.objects.filter(batch=batch).order_by("-pk").first()


@dataclass
class Line:
    """Places of a direction, of all or of one college, and who has or would have them.

    Args:
        places: None where no quota binds.
        held: passed, and hasn't left since.
        noted: to pass, not released yet.
    """

    direction: int
    campus: int | None
    places: int | None = None
    held: int = 0
    noted: int = 0
    waitlisted: int = 0
    to_waitlist: int = 0

    @property
    def free(self) -> int | None:
        """Places that nobody holds; below 0 if some are held that aren't there."""
        return None if self.places is None else self.places - self.held

    @property
    def left(self) -> int | None:
        """Places free once all that is noted is released."""
        return None if self.free is None else self.free - self.noted


class Places:
    """The lines of a batch, by direction and college; without one, of all."""

    def __init__(self, batch: int) -> None:
        self.lines: dict[tuple[int, int | None], Line] = {}
        for direction, campus, *counts in _counted(batch):
            for key in ((direction, None), (direction, campus)):
                line = self.lines.setdefault(key, Line(*key))
                line.held += counts[0]
                line.noted += counts[1]
                line.waitlisted += counts[2]
                line.to_waitlist += counts[3]
        for quota in Quota.objects.filter(batch=batch):
            key = quota.direction_id, quota.campus_id
            self.lines.setdefault(key, Line(*key)).places = quota.places

    def binding(self, direction: int, campus: int) -> Iterator[Line]:
        """Those with a quota that somebody of the college counts in."""
        for key in ((direction, None), (direction, campus)):
            line = self.lines.get(key)
            if line is not None and line.places is not None:
                yield line

    def has_room(self, direction: int, campus: int) -> bool:
        lines = self.binding(direction, campus)
        return all(line.free is None or line.free > 0 for line in lines)

    def take(self, direction: int, campus: int) -> None:
        """Count one more who holds a place."""
        for line in self.binding(direction, campus):
            line.held += 1


def _counted(batch: int) -> QuerySet:
    open_ = Q(screening__state=State.IN_REVIEW)
    rows = Candidate.objects.filter(batch=batch).order_by()
    groups = rows.values("direction", "campus")
    counts = {
        "held": HOLDING,
        "noted": open_ & Q(screening__decision=Decision.PASSED),
        "waitlisted": Q(screening__state=State.WAITLISTED),
        "to_waitlist": open_ & Q(screening__decision=Decision.WAITLISTED),
    }
    counted = {name: Count("pk", filter=which) for name, which in counts.items()}
    return groups.annotate(**counted).values_list("direction", "campus", *counts)


def waitlist_of(rows: QuerySet[Screening]) -> list[Screening]:
    """The waitlisted of `rows`, in the order in which they move up."""
    found = rows.filter(state=State.WAITLISTED).select_related("candidate__batch")
    order = F("waitlist_place").asc(nulls_last=True)
    return list(found.order_by("candidate__batch", "candidate__direction", order, "pk"))


def last_places(batch: int) -> dict[int, int]:
    """The last place given on the waitlist of each direction."""
    rows = Screening.objects.filter(
        candidate__batch=batch, waitlist_place__isnull=False
    )
    found = rows.order_by().values("candidate__direction")
    last = found.annotate(last=Max("waitlist_place"))
    return dict(last.values_list("candidate__direction", "last"))


def next_up(waiting: Collection[Screening], places: Places) -> dict[int, Screening]:
    """By direction, the first in order for whom a place is free.

    Who is before them is of a college whose own places are all held.
    """
    found: dict[int, Screening] = {}
    for record in waiting:
        direction, campus = record.candidate.direction_id, record.candidate.campus_id
        if direction not in found and places.has_room(direction, campus):
            found[direction] = record
    return found


def all_next() -> list[Screening]:
    """Of every batch and direction, who could move up now."""
    waiting: dict[int, list[Screening]] = defaultdict(list)
    for record in waitlist_of(Screening.objects.all()):
        waiting[record.candidate.batch_id].append(record)
    return [
        record
        for batch, own in waiting.items()
        for record in next_up(own, Places(batch)).values()
    ]
