"""Places of batches: how many are held, how many are left."""

from django.db.models import (
    Case,
    Count,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest

from candidates.register.models import BatchState, Candidate, Quota
from candidates.register.stages import ROAD, Stage

# Who passed and hasn't left since.
HOLDING = Q(stage__in=[stage for stage in ROAD if stage != Stage.SCREENING]) | Q(
    stage=Stage.SCREENING, state="passed"
)


def occupied(quota: Quota) -> int:
    """How many hold a place of the quota."""
    rows = Candidate.objects.filter(
        HOLDING, batch=quota.batch_id, direction=quota.direction_id
    )
    if quota.campus_id:
        rows = rows.filter(campus=quota.campus_id)
    return rows.count()


def with_places_left(quotas: QuerySet[Quota]) -> QuerySet[Quota]:
    """Add `left`: how many places nobody holds yet; None in a closed batch."""
    rows = Candidate.objects.filter(
        HOLDING, batch=OuterRef("batch"), direction=OuterRef("direction")
    )
    held = Case(
        When(campus=None, then=_number(rows)),
        default=_number(rows.filter(campus=OuterRef("campus"))),
    )
    left = Greatest(F("places") - held, 0)
    return quotas.annotate(left=Case(When(batch__state=BatchState.OPEN, then=left)))


def _number(rows: QuerySet) -> Subquery:
    counted = rows.order_by().values(whole=Value(1)).annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)  # type: ignore[return-value]
