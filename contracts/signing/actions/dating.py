"""The days written on papers, and who may sign them."""

from collections.abc import Sequence
from datetime import date, datetime

from candidates.register.actions import refusals
from contracts.signing.actions.minors import of_guardians
from contracts.signing.models import Contract
from spark import clock
from spark.errors import Refused, refuse_all


def check_signed(records: Sequence[Contract], day: date, at: datetime) -> None:
    """Refuse a candidate's signature that can't have been given on a day, or by them.

    Raises:
        Refused: signed-in-future, signed-before-drafted, guardian-consent-missing.
    """
    check_not_later(day, at)
    guardians = of_guardians(records, at)
    for record in records:
        against = refusals(guardians[record], "", name=record.candidate.person.name)
        drafted = clock.day(record.entered_at)
        if day < drafted:
            early = Refused("signed-before-drafted", status=422, drafted=drafted)
            against.insert(0, early)
        refuse_all(against)


def check_not_later(day: date, at: datetime) -> None:
    """Raises Refused, signed-in-future."""
    if day > clock.day(at):
        raise Refused("signed-in-future", status=422, day=day)
