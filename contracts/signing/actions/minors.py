"""Contracts of minors, to which their guardians have to consent."""

from collections.abc import Sequence
from datetime import datetime

from candidates.consents.queries import terms_of
from candidates.consents.rules import to_take_part
from candidates.register.actions import refuse
from contracts.signing.models import Contract
from spark import clock


def check_guardians(records: Sequence[Contract], at: datetime) -> None:
    """Refuse to bind minors whose guardians don't consent then.

    Raises:
        Refused: guardian-consent-missing.
    """
    day = clock.day(at)
    guardians = terms_of([record.candidate for record in records], day)
    for record in records:
        person, term = record.candidate.person, guardians.get(record.candidate_id)
        refuse(to_take_part(person.birth_date, day, term), "", name=person.name)
