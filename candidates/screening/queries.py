"""What is whose to judge."""

from django.db.models import QuerySet

from candidates.screening.models import Screening
from candidates.screening.stages import UNJUDGED
from spark.accounts.models import User


def judged_by(person: User) -> QuerySet[Screening]:
    """The screenings that name this reviewer and are not decided."""
    return Screening.objects.filter(reviewer=person, state__in=UNJUDGED)


def count_judged_by(person: User) -> int:
    return judged_by(person).count()
