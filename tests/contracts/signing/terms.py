"""Terms at the ends of months, and what the law makes of them."""

from datetime import date
from typing import NamedTuple


class Term(NamedTuple):
    """Nine of them stand in `TERMS`; `probation_until` is None where there is none."""

    first: date
    last: date
    months: int
    probation: int
    probation_until: date | None
    written_by: date


def _term(row: str) -> Term:
    first, last, full, probation, until, written = row.split(",")
    return Term(
        date.fromisoformat(first),
        date.fromisoformat(last),
        int(full),
        int(probation),
        date.fromisoformat(until) if until else None,
        date.fromisoformat(written),
    )


TERMS = [
    _term(row)
    for row in (
        "2027-01-31,2028-01-30,12,2,2027-03-30,2027-02-28",
        "2026-12-01,2027-02-28,3,1,2026-12-31,2027-01-01",
        "2026-12-01,2027-02-27,2,0,,2027-01-01",
        "2026-08-31,2029-08-30,36,6,2027-02-27,2026-09-30",
        "2026-11-30,2027-11-29,12,2,2027-01-29,2026-12-30",
        "2026-11-30,2027-11-28,11,1,2026-12-29,2026-12-30",
        "2028-02-29,2029-02-27,12,2,2028-04-28,2028-03-29",
        "2028-02-29,2029-02-28,12,2,2028-04-28,2028-03-29",
        "2026-12-01,2029-11-30,36,6,2027-05-31,2027-01-01",
    )
]
