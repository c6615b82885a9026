"""What is read of signing."""

from django.db.models import Prefetch

from contracts.signing.access import SCANS
from contracts.signing.models import Contract, Scan, ScanOpening
from spark.accounts.models import User


def scans(user: User, contract: Contract) -> list[Scan]:
    """The scans of a contract without their content, with who opened each."""
    openings = ScanOpening.objects.select_related("opened_by").order_by("-pk")
    return list(
        SCANS.visible_to(user)
        .filter(contract=contract)
        .defer("content")
        .prefetch_related(Prefetch("openings", openings))
        .order_by("pk")
    )
