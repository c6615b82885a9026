"""Whose guardian has to consent yet, or again: a duty of their college."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from candidates.consents.models import GuardianConsent
from candidates.consents.queries import (
    DUTY,
    NEEDED_IN,
    given_to,
    is_minor,
    minors,
    with_duty,
)
from candidates.consents.rules import SOON
from candidates.register.models import Candidate
from spark import clock
from spark.accounts.models import Role
from spark.accounts.scope import Actor
from spark.audit import trail
from spark.duties import board
from spark.duties.models import Duty

TERM = timedelta(days=7)


@trail.action("guardians.watch", _("Guardians' consents looked over"), internal=True)
def watch(*, actor: Actor, at: datetime) -> None:
    """Ask colleges for what is missing or soon over; ask no more for what isn't."""
    known = {row.pk: row for row in (*minors(clock.day(at)), *with_duty())}
    ask_colleges(known.values(), at=at)


def ask_colleges(
    candidates: Iterable[Candidate], *, at: datetime, anew: bool = False
) -> None:
    """Open duties for whose guardian has to consent yet, close the others'.

    Args:
        anew: count from now for who has one.
    """
    people = list(candidates)
    given = given_to([candidate.pk for candidate in people])
    due = {c.pk: _due(c, given.get(c.pk), at) for c in people}
    done = [c for c in people if anew or not due[c.pk]]
    board.close(done, DUTY, at=at)
    board.open_many(_duty(c, moment, at) for c in people if (moment := due[c.pk]))


def _due(
    candidate: Candidate, given: GuardianConsent | None, at: datetime
) -> datetime | None:
    """By when the guardian has to consent; None for who needs nothing now."""
    day = clock.day(at)
    if candidate.stage not in NEEDED_IN or not is_minor(candidate, day):
        return None
    if given is None or not given.holds_on(day):
        return at + TERM
    soon = day + SOON
    if given.holds_on(soon) or not is_minor(candidate, soon):
        return None
    return clock.midnight(given.expires_on)  # type: ignore[arg-type]


def _duty(candidate: Candidate, due: datetime, at: datetime) -> Duty:
    return Duty(
        code="guardian-consent",
        subject=board.subject_of(candidate),
        candidate_key=candidate.pk,
        role=Role.COORDINATOR,
        campus_id=candidate.campus_id,
        due_at=due,
        url=f"/candidates/{candidate.pk}/#consents",
        opened_at=at,
    )
