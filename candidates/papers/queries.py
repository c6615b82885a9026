"""Papers of a candidate, and how it stands with what they owe."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet

from candidates.incubation.models import Incubation
from candidates.papers.access import PAPERS
from candidates.papers.models import Paper
from candidates.papers.stages import State
from candidates.register.models import Candidate
from candidates.register.stages import Stage
from candidates.screening.models import Screening
from candidates.screening.queries import asked_until
from candidates.screening.stages import State as Asking
from spark.accounts.scope import Actor
from spark.duties import board


class Standing(NamedTuple):
    """Args:
    due: when the papers are.
    asked: in whose words they were asked for, if in anybody's.
    """

    due: datetime
    asked: str = ""


def wanted_of(candidate: Candidate) -> str:
    """What reviewers ask for; no query but while they do."""
    if (candidate.stage, candidate.state) != (Stage.SCREENING, Asking.MORE_ASKED):
        return ""
    rows = Screening.objects.filter(candidate=candidate)
    return rows.values_list("wanted", flat=True).first() or ""


def standing_of(candidate: Candidate) -> Standing:
    """Of who owes papers: in screening, or in incubation."""
    if candidate.stage == Stage.SCREENING:
        record = Screening.objects.get(candidate=candidate)
        return Standing(asked_until(record), record.asked_for)
    internship = Incubation.objects.get(candidate=candidate)
    due = board.due_of(internship, "incubation-papers")
    return Standing(due or internship.state_since)


def papers_of(actor: Actor, candidate_id: int) -> QuerySet[Paper]:
    """Without their content, the newest first."""
    rows = PAPERS.visible_to(actor).filter(candidate=candidate_id)
    return rows.order_by("-pk")


def count_kept(candidate: Candidate, kind: str) -> int:
    """Pages of a paper that are of use, or may be."""
    rows = Paper.objects.filter(candidate=candidate, kind=kind)
    return rows.exclude(state=State.RETURNED).count()


def unseen(candidate_ids: Iterable[int], kind: str = "") -> QuerySet[Paper]:
    """Of these candidates, what nobody has looked at."""
    rows = Paper.objects.filter(candidate__in=candidate_ids, state=State.SENT)
    return rows.filter(kind=kind) if kind else rows
