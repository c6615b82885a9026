"""What is read of signing."""

from django.db.models import Prefetch

from contracts.signing.access import CONTRACTS, SCANS
from contracts.signing.models import Scan, ScanOpening
from spark.accounts.models import User


def scans(user: User, candidate_id: int) -> list[Scan]:
    """The scans of the newest contract without their content, and who opened each."""
    contracts = CONTRACTS.visible_to(user).filter(candidate=candidate_id)
    newest = contracts.order_by("-pk").values("pk")[:1]
    openings = ScanOpening.objects.select_related("opened_by").order_by("-pk")
    return list(
        SCANS.visible_to(user)
        .filter(contract__in=newest)
        .defer("content")
        .prefetch_related(Prefetch("openings", openings))
        .order_by("pk")
    )
