"""What the college has to do while applications wait."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from candidates.applying.models import Application, Call
from candidates.applying.queries import longest_waiting
from candidates.applying.stages import State
from spark.accounts.models import Role
from spark.duties import board
from spark.duties.models import Duty

TIME = timedelta(days=3)


def keep(rows: Iterable[Application], at: datetime, **fields: object) -> None:
    """Write rows that made a transition, each with these fields."""
    found = list(rows)
    for row in found:
        row.state_since = at
        for name, value in fields.items():
            setattr(row, name, value)
    names = ["state", "state_since", "candidate", *fields]
    Application.objects.bulk_update(found, names, batch_size=500)


def remind(calls: Iterable[Call], at: datetime) -> None:
    """One duty per page while something waits there, due with what waits longest."""
    for call in {call.pk: call for call in calls}.values():
        since = longest_waiting(call)
        board.close([call], "applications-waiting", at=at)
        if since is not None:
            board.open_many([_duty(call, since, at)])


def _duty(call: Call, since: datetime, at: datetime) -> Duty:
    return Duty(
        code="applications-waiting",
        subject=board.subject_of(call),
        about=str(call.batch)[:80],
        role=Role.COORDINATOR,
        campus_id=call.campus_id,
        due_at=since + TIME,
        url=f"/applications/?state={State.SUBMITTED}&call={call.pk}",
        opened_at=at,
    )
