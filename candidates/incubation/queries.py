"""What other rooms ask about internships."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, F, OuterRef, QuerySet

from candidates.incubation.models import Incubation
from candidates.incubation.stages import State
from spark.campuses.models import Base


def suspended(candidate_ids: Iterable[int]) -> bool:
    """Is the internship of any of these candidates suspended? Then no trials."""
    return Incubation.objects.filter(
        candidate__in=list(candidate_ids), state=State.SUSPENDED
    ).exists()


def suspended_among(candidates: QuerySet) -> QuerySet:
    """The keys of those of `candidates` (keys, too) whose internship is suspended."""
    return Incubation.objects.filter(
        candidate__in=candidates, state=State.SUSPENDED
    ).values("candidate")


def runs_on(candidate: OuterRef | F, day: OuterRef | F) -> Exists:
    """Is there an internship of the candidate whose days include that one?"""
    return Exists(
        Incubation.objects.filter(
            candidate=candidate, starts_on__lte=day, ends_on__gte=day
        )
    )


def interns_at(base: Base, first: date, last: date) -> QuerySet[Incubation]:
    """The internships at a base that last on any of these days."""
    running = [State.ACTIVE, State.SUSPENDED]
    return Incubation.objects.filter(
        base=base, state__in=running, starts_on__lte=last, ends_on__gte=first
    )


def ended_by(candidate: OuterRef | F, moment: OuterRef | F) -> Exists:
    """Had the candidate's internship ended or been broken off by then?"""
    ended = [State.COMPLETED, State.DROPPED]
    return Exists(
        Incubation.objects.filter(
            candidate=candidate, state__in=ended, state_since__lte=moment
        )
    )


def internships_of(candidate_ids: Iterable[int]) -> dict[int, Incubation]:
    """Each candidate's internship, by the candidate's key."""
    rows = Incubation.objects.filter(candidate__in=list(candidate_ids))
    return {row.candidate_id: row for row in rows}
