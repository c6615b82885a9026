"""What a college's own system knows of its students: brought in, kept up to date.

Within a batch a student is known by the college's own number for them. Whoever brings
students into a batch waits for who did so before, so that two systems, or a system and
a roster, leave one of each.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from candidates.register.access import CANDIDATES, SYSTEMS
from candidates.register.models import Batch, Candidate
from candidates.rosters.access import brings_in
from candidates.rosters.actions.merging import Intake, Row
from candidates.rosters.actions.taking import IntakeResult
from candidates.rosters.actions.unclear import check_often, note_unclear
from spark import clock
from spark.accounts.models import User
from spark.accounts.verbs import verb
from spark.audit import trail
from spark.campuses.models import Campus
from spark.compiled import compiled
from spark.errors import Refused


@verb(
    CANDIDATES,
    roles=SYSTEMS,
    label=_("Brought by the college's system"),
    name="sync",
    detail=False,
    key=True,
)
def sync_candidates(
    *,
    actor: User,
    batch: Batch,
    campus: Campus,
    rows: Sequence[Row],
    notice_version: str = "",
    notice_on: date | None = None,
    at: datetime,
) -> list[IntakeResult | Refused]:
    """Register students, or bring their contact and class data up to date.

    What becomes of each row, in their order: a row that is refused leaves the others
    alone. Who stands there with the same values is not written.

    Args:
        rows: each `student_number` and any of `name`, `id_number`, `direction` (its
            slug) and UPDATABLE, read and clean already. What is left out stays as it
            is, an empty one erases. Who is new needs NEEDED.
        notice_version: of the notice that who is new was given.
        notice_on: the day by which they consented to it.

    Raises:
        Refused: not-your-role, not-your-campus, campus-not-in-batch, consent-later,
            unclear-too-often. Of a row: person-unclear, row-repeated,
            student-number-of-another, student-number-differs,
            student-number-twice, name-differs, candidate-elsewhere, candidate-left,
            direction-fixed, direction-unknown, guardian-needed; of one who is new also
            batch-closed, particulars-missing, notice-missing, under-16,
            guardian-missing, guardian-name-missing, guardian-phone-missing.
    """
    held = hold_intake(actor, batch, campus)
    noticed = _declared(notice_version, notice_on)
    check_often(campus)
    intake = Intake(held, campus, rows, noticed=noticed, at=at)
    results = intake.take()
    note_unclear(actor, held, campus, intake.unclear)
    return results


@verb(
    CANDIDATES,
    roles=SYSTEMS,
    label=_("Registered by the college's system"),
    name="register",
    detail=False,
    key=True,
)
def register_candidate(
    *,
    actor: User,
    batch: Batch,
    campus: Campus,
    notice_version: str,
    notice_on: date,
    at: datetime,
    **row: Any,
) -> Candidate:
    """Register one student who isn't in the batch yet.

    Args:
        row: as one of `sync_candidates`; the student number may be missing.

    Raises:
        Refused: not-your-role, not-your-campus, campus-not-in-batch, consent-later,
            batch-closed, candidate-there, candidate-elsewhere, student-number-twice,
            student-number-of-another, name-differs, person-unclear,
            unclear-too-often, direction-unknown, under-16,
            guardian-missing, guardian-name-missing, guardian-phone-missing.
    """
    held = hold_intake(actor, batch, campus)
    noticed = _declared(notice_version, notice_on)
    intake = Intake(held, campus, [row], noticed=noticed, only_new=True, at=at)
    check_often(campus)
    (result,) = intake.take()
    note_unclear(actor, held, campus, intake.unclear)
    if isinstance(result, Refused):
        raise result
    return result.candidate


def hold_intake(actor: User, batch: Batch, campus: Campus) -> Batch:
    """The batch, for the actor to bring in students of the college one after another.

    Raises:
        Refused: not-your-campus, campus-not-in-batch.
    """
    if not brings_in(actor, campus):
        raise Refused("not-your-campus", status=403)
    for held in _held(batch.pk, campus.pk):
        return held
    raise Refused("campus-not-in-batch", status=422)


@compiled
def _held(batch: int, campus: int) -> QuerySet[Batch]:
    joined = Batch.objects.filter(pk=batch, campuses=campus).order_by()
    return joined.select_for_update(of=("self",), no_key=True)


def _declared(notice_version: str, notice_on: date | None) -> bool:
    """That who is new was given the notice, and consented by that day, is on record.

    Raises:
        Refused: consent-later.
    """
    if not (notice_version and notice_on):
        return False
    if notice_on > clock.today():
        raise Refused("consent-later", status=422)
    trail.because(f"{notice_version} · {notice_on}")
    return True
