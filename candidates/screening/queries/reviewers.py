"""Who can be given reviews: whose they may have, and what they have already."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Avg, Count, F, Q, QuerySet

from candidates.register.models import Candidate, Direction
from candidates.screening.models import Absence, Competence, Review
from candidates.screening.stages import PENDING, ReviewState
from spark.accounts.models import Role, User
from spark.accounts.queries import people_with
from spark.accounts.scope import Grants, grants_of, remember

SPEED = Avg("seconds", filter=Q(state=ReviewState.LOCKED, seconds__gt=0))


@dataclass
class Known:
    """A reviewer, and what decides whom they may be given.

    Args:
        directions: those they judge; empty for all.
    """

    user: User
    grants: Grants
    directions: set[int] = field(default_factory=set)
    absences: list[Absence] = field(default_factory=list)
    pending: int = 0
    locked: int = 0
    speed: float | None = None

    def may_have(self, candidate: Candidate) -> bool:
        """Never of their college, nor in a direction that isn't theirs."""
        theirs = not self.directions or candidate.direction_id in self.directions
        return theirs and candidate.campus_id not in self.grants.barred

    def is_away(self, day: date) -> bool:
        return any(one.starts_on <= day <= one.ends_on for one in self.absences)


def reviewers(day: date) -> list[Known]:
    """All who hold the role, by name; absences that are over by `day` are left out."""
    users = list(people_with(Role.REVIEWER).prefetch_related("role_grants"))
    known = {}
    for user in sorted(users, key=lambda user: (user.name, user.pk)):
        remember(user, user.role_grants.all())
        known[user.pk] = Known(user, grants_of(user))
    for reviewer, direction in Competence.objects.filter(
        reviewer__in=known
    ).values_list("reviewer", "direction"):
        known[reviewer].directions.add(direction)
    for absence in Absence.objects.filter(reviewer__in=known, ends_on__gte=day):
        known[absence.reviewer_id].absences.append(absence)
    counts = Review.objects.filter(reviewer__in=known).values("reviewer")
    for row in counts.annotate(
        pending=Count("pk", filter=Q(state__in=PENDING)),
        locked=Count("pk", filter=Q(state=ReviewState.LOCKED)),
        speed=SPEED,
    ):
        one = known[row["reviewer"]]
        one.pending, one.locked, one.speed = (
            row["pending"],
            row["locked"],
            row["speed"],
        )
    return list(known.values())


def directions_named(known: Collection[Known]) -> dict[int, str]:
    """The names of the directions that some of these judge, by their keys."""
    keys = {key for one in known for key in one.directions}
    return {row.pk: str(row) for row in Direction.objects.filter(pk__in=keys)}


def had_by(screenings: Collection[int]) -> dict[int, set[int]]:
    """Who has or had a review of each screening: nobody gets it twice."""
    had: dict[int, set[int]] = {key: set() for key in screenings}
    rows = Review.objects.filter(screening__in=screenings)
    for screening, reviewer in rows.values_list("screening", "reviewer"):
        had[screening].add(reviewer)
    return had


def counting(screenings: Collection[int]) -> dict[int, int]:
    """How many reviews of each screening there are that weren't given up."""
    states = [*PENDING, ReviewState.LOCKED]
    rows = Review.objects.filter(screening__in=screenings, state__in=states)
    found = rows.values("screening").annotate(number=Count("pk"), key=F("screening"))
    return {row["key"]: row["number"] for row in found}


def pending_reviews() -> QuerySet[Review]:
    """Those nobody has locked or given up."""
    rows = Review.objects.filter(state__in=PENDING).order_by("pk")
    return rows.select_related("screening")


def pending_of(person: User) -> int:
    return pending_reviews().filter(reviewer=person).count()
