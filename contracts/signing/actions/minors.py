"""Contracts of minors, to which their guardians have to consent."""

from collections.abc import Sequence
from datetime import datetime

from candidates.consents.queries import terms_of
from candidates.consents.rules import to_take_part
from candidates.register.rules import Finding
from contracts.signing.models import Contract
from spark import clock


def of_guardians(
    records: Sequence[Contract], at: datetime
) -> dict[Contract, list[Finding]]:
    """What stands against binding each then: minors need their guardian's consent."""
    day = clock.day(at)
    guardians = terms_of([record.candidate for record in records], day)
    return {
        record: to_take_part(
            record.candidate.person.birth_date, day, guardians.get(record.candidate_id)
        )
        for record in records
    }
