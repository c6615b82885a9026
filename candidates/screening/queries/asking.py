"""Those of whom more is asked for, and who hasn't answered in time."""

from datetime import datetime

from django.db.models import QuerySet

from candidates.register.models import Candidate
from candidates.register.stages import Stage
from candidates.screening.access import OWN
from candidates.screening.models import Screening
from candidates.screening.stages import State
from spark.accounts.scope import Actor
from spark.duties import board
from spark.duties.models import Duty


def asked_of(actor: Actor, candidate: Candidate) -> Screening | None:
    """The candidate's own screening, while more is asked for; else it costs nothing."""
    if (candidate.stage, candidate.state) != (Stage.SCREENING, State.MORE_ASKED):
        return None
    rows = OWN.visible_to(actor).filter(candidate=candidate.pk)
    return rows.filter(state=State.MORE_ASKED).first()


def asked_until(record: Screening) -> datetime:
    """The last moment to answer in time."""
    return board.due_of(record, "screening-more") or record.state_since


def without_answer(at: datetime) -> QuerySet[Screening]:
    """Whose time to answer is over, and the office doesn't know yet."""
    open_ = Duty.objects.filter(closed_at=None)
    over = open_.filter(code="screening-more", due_at__lte=at)
    known = open_.filter(code="screening-more-late")
    rows = Screening.objects.filter(
        state=State.MORE_ASKED, candidate__in=over.values("candidate_key")
    )
    return rows.exclude(candidate__in=known.values("candidate_key"))
