"""What other rooms ask about internships."""

from collections.abc import Iterable

from candidates.incubation.models import Incubation
from candidates.incubation.stages import State


def suspended(candidate_ids: Iterable[int]) -> bool:
    """Is the internship of any of these candidates suspended? Then no trials."""
    return Incubation.objects.filter(
        candidate__in=list(candidate_ids), state=State.SUSPENDED
    ).exists()
