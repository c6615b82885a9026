"""The office's duty to call to screening whom a roster brought."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlencode

from candidates.register.models import Candidate
from candidates.register.stages import Stage
from candidates.rosters.models import RosterImport
from candidates.rosters.queries import of_duties
from spark.accounts.models import Role
from spark.duties import board
from spark.duties.models import Duty

CODE = "roster-call"
WITHIN = timedelta(days=3)


def ask_to_call(roster: RosterImport, at: datetime) -> None:
    """One duty for everybody on the roster."""
    count = roster.counts.get("added", 0)
    if not count:
        return
    chosen = {
        "stage": Stage.REGISTERED.value,
        "campus": roster.campus.code,
        "batch": roster.batch.slug,
    }
    duty = Duty(
        code="roster-call",
        subject=board.subject_of(roster),
        about=f"{roster.campus.name_zh[:70]} ({count})",
        about_en=f"{roster.campus.name_en[:110]} ({count})",
        role=Role.OFFICE,
        campus_id=roster.campus_id,
        due_at=at + WITHIN,
        url=f"/candidates/?{urlencode(chosen)}",
        opened_at=at,
    )
    board.open_many([duty])


def close_called(
    candidates: Iterable[Candidate] | None = None, *, at: datetime
) -> None:
    """Close duties of rosters of which nobody waits any more.

    Args:
        candidates: who was called just now; of all rosters, without.
    """
    waiting = of_duties(CODE)
    if candidates is not None:
        places = {(one.batch_id, one.campus_id) for one in candidates}
        waiting = [one for one in waiting if (one.batch_id, one.campus_id) in places]
    done = [roster for roster in waiting if not _anybody_waits(roster)]
    if done:
        board.close(done, CODE, at=at)


def _anybody_waits(roster: RosterImport) -> bool:
    """Of those whom the college had registered in the batch by then."""
    return Candidate.objects.filter(
        batch=roster.batch_id,
        campus=roster.campus_id,
        stage=Stage.REGISTERED,
        stage_since__lte=roster.finished_at,
    ).exists()
