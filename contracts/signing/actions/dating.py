"""The days written on papers."""

from collections.abc import Sequence
from datetime import date, datetime

from contracts.signing.models import Contract
from spark import clock
from spark.errors import Refused


def check_signed(records: Sequence[Contract], day: date, at: datetime) -> None:
    """Refuse a candidate's signature of a day on which it can't have been given.

    Raises:
        Refused: signed-in-future, signed-before-drafted.
    """
    check_not_later(day, at)
    drafted = max(clock.day(record.entered_at) for record in records)
    if day < drafted:
        raise Refused("signed-before-drafted", status=422, drafted=drafted)


def check_not_later(day: date, at: datetime) -> None:
    """Raises Refused, signed-in-future."""
    if day > clock.day(at):
        raise Refused("signed-in-future", status=422, day=day)
