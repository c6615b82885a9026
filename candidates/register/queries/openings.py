"""Who looked at a person's full ID number, read with the candidate."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.utils.functional import Promise

from candidates.register.models import Candidate, IdentityOpening, OpeningPurpose


@dataclass(frozen=True)
class Opening:
    """Somebody looked at a full ID number."""

    opened_by: str
    purpose: str | Promise
    reason: str
    opened_at: datetime


def told_of_openings(person: OuterRef) -> ArraySubquery:
    """What `openings` reads, as an annotation named `opened`, newest first."""
    told = JSONObject(
        opened_by="opened_by__name", purpose="purpose", reason="reason", at="opened_at"
    )
    rows = IdentityOpening.objects.filter(candidate__person=person)
    return ArraySubquery(rows.order_by("-opened_at", "-pk").values(told=told))


def openings(candidate: Candidate) -> list[Opening]:
    """Of a candidate of `with_file`, newest first."""
    return [
        Opening(
            told["opened_by"],
            OpeningPurpose(told["purpose"]).label,
            told["reason"],
            datetime.fromisoformat(told["at"]),
        )
        for told in candidate.opened  # type: ignore[attr-defined]
    ]
