"""What rosters ask about candidates."""

from collections.abc import Iterable

from candidates.register.models import Batch, Candidate
from candidates.register.stages import SystemReason
from spark.campuses.models import Campus


def elsewhere(batch: Batch, campus: Campus, hashes: Iterable[str]) -> set[str]:
    """Of these ID hashes, those in the batch through another campus."""
    return set(
        Candidate.objects.filter(batch=batch, person__id_hash__in=list(hashes))
        .exclude(campus=campus)
        .exclude(left_reason__slug=SystemReason.IMPORT_UNDONE)
        .values_list("person__id_hash", flat=True)
    )
