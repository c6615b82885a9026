"""What the college says of applications: confirmed, asked back, refused."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from candidates.applying.access import APPLICATIONS
from candidates.applying.actions.waiting import held, keep, remind
from candidates.applying.models import Application
from candidates.applying.queries import id_numbers
from candidates.clips.actions import hand_over
from candidates.consents import actions as consents
from candidates.register.access import SYSTEMS
from candidates.rosters.actions import sync_candidates
from spark import clock
from spark.accounts.models import User
from spark.accounts.verbs import verb
from spark.errors import Refused

TAKEN = ["name", "phone", "guardian_name", "guardian_phone", "class_name"]


@verb(APPLICATIONS, roles=SYSTEMS, label=_("Enrolment confirmed"), key=True)
def confirm(rows: Sequence[Application], *, actor: User, at: datetime) -> None:
    """Confirm that these are the college's students: they become candidates.

    As by a row of a roster: who is in the batch already is brought up to date. The
    notice they were given, and when they consented, is on record.

    Raises:
        Refused: not-your-role, state-moved, batch-closed, candidate-elsewhere,
            candidate-left, person-unclear, unclear-too-often, name-differs,
            direction-unknown, direction-fixed,
            student-number-twice, student-number-of-another, student-number-differs,
            row-repeated, under-16, guardian-missing.
    """
    for row in rows:
        row.confirm()
    for (version, day), some in _by_notice(rows).items():
        _register(actor, some, version, day, at)
    keep(rows, at)
    remind(held(row.call_id for row in rows), at)


def _by_notice(
    rows: Sequence[Application],
) -> dict[tuple[str, date], list[Application]]:
    """Those of one page, by the notice they were given; consent is the latest day's."""
    groups: dict[tuple[int, str], list[Application]] = defaultdict(list)
    for row in rows:
        groups[row.call_id, row.notice_version].append(row)
    return {
        (version, max(clock.day(row.consented_at) for row in some)): some  # type: ignore[arg-type]
        for (_call, version), some in groups.items()
    }


def _register(
    actor: User, rows: Sequence[Application], version: str, day: date, at: datetime
) -> None:
    numbers = id_numbers(rows)
    call = rows[0].call
    results = sync_candidates(
        actor=actor,
        batch=call.batch,
        campus=call.campus,
        rows=[_row(row, numbers[row.pk]) for row in rows],
        notice_version=version,
        notice_on=day,
        at=at,
    )
    for row, result in zip(rows, results, strict=True):
        if isinstance(result, Refused):
            raise result
        row.candidate = result.candidate
        if row.upload:
            hand_over(row.upload, result.candidate)
    consents.bring((row.candidate, row.consented_at) for row in rows)  # type: ignore[misc]


def _row(row: Application, id_number: str) -> dict[str, Any]:
    """As a system sends it: what is empty says nothing of somebody known."""
    given = {name: getattr(row, name) for name in [*TAKEN, "student_number"]}
    given |= {"id_number": id_number, "direction": row.direction.slug}  # type: ignore[union-attr]
    return {name: value for name, value in given.items() if value}


@verb(APPLICATIONS, roles=SYSTEMS, label=_("Asked back"))
def ask_back(rows: Sequence[Application], *, reason: str, at: datetime) -> None:
    """Ask applicants to mend what the reason says, and to send it again."""
    for row in rows:
        row.ask_back()
    keep(rows, at, asked_for=reason)
    remind(held(row.call_id for row in rows), at)


@verb(
    APPLICATIONS,
    roles=SYSTEMS,
    label=_("Application refused"),
    key=True,
    transition=Application.refuse,
)
def refuse(rows: Sequence[Application], *, reason: str, at: datetime) -> None:
    """Refuse applications, for a reason that the applicants read."""
    for row in rows:
        row.refuse()
    keep(rows, at, refused_for=reason)
    remind(held(row.call_id for row in rows), at)
