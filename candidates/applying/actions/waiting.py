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


def held(keys: Iterable[int]) -> list[Call]:
    """Those who send at the same time, or are answered, count one after another."""
    rows = Call.objects.select_related("batch").select_for_update(
        of=("self",), no_key=True
    )
    return list(rows.filter(pk__in={*keys}).order_by("pk"))


def remind(calls: Iterable[Call], at: datetime) -> None:
    """One duty per page while something waits there, due with what waits longest.

    Args:
        calls: held.
    """
    for call in calls:
        since = longest_waiting(call)
        due = since + TIME if since else None
        if due == board.due_of(call, "applications-waiting"):
            continue
        board.close([call], "applications-waiting", at=at)
        if due is not None:
            board.open_many([_duty(call, due, at)])


def _duty(call: Call, due: datetime, at: datetime) -> Duty:
    return Duty(
        code="applications-waiting",
        subject=board.subject_of(call),
        about=call.batch.name_zh,
        about_en=call.batch.name_en,
        role=Role.COORDINATOR,
        campus_id=call.campus_id,
        due_at=due,
        url=f"/applications/?state={State.SUBMITTED}&call={call.pk}",
        opened_at=at,
    )
