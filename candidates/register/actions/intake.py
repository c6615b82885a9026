"""Who is in a batch, and what is kept of them there."""

from collections.abc import Sequence
from datetime import datetime

from candidates.register.models import (
    Batch,
    Candidate,
)
from spark.errors import Refused

# What an import may change of somebody already known; the ID number never.
UPDATABLE = [
    "phone",
    "email",
    "guardian_name",
    "guardian_phone",
    "department",
    "major",
    "class_name",
    "student_number",
]


def mask(id_number: str) -> str:
    """****************2X: with the date of birth it still leaves 10,000 and more."""
    return id_number[-2:].rjust(len(id_number), "*")


def check_open(batch: Batch) -> None:
    """Refuse to take anybody into a batch that is closed."""
    if not batch.is_open:
        raise Refused("batch-closed", batch=batch)


# What goes with somebody into another batch.
CARRIED = [*UPDATABLE, "person_id", "campus_id", "direction_id"]


def register_again(
    candidates: Sequence[Candidate], batch: Batch, *, at: datetime
) -> None:
    """Register candidates in another batch, at the same college; once each.

    Raises:
        Refused: roll-not-offered, naming the first whose college or direction isn't in
            the batch.
    """
    campuses = set(batch.campuses.values_list("pk", flat=True))
    directions = set(batch.directions.values_list("pk", flat=True))
    for candidate in candidates:
        if candidate.campus_id in campuses and candidate.direction_id in directions:
            continue
        name = candidate.person.name
        raise Refused("roll-not-offered", name=name, batch=str(batch))
    Candidate.objects.bulk_create(
        (
            Candidate(
                batch=batch,
                stage_since=at,
                state_since=at,
                **{name: getattr(candidate, name) for name in CARRIED},
            )
            for candidate in candidates
        ),
        ignore_conflicts=True,
    )
