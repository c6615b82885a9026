"""A judge's own cards, and what a page shows of a trial's."""

from datetime import timedelta

from django.db.models import QuerySet

from spark import clock
from spark.accounts.models import Role, User
from spark.accounts.scope import has_role
from training.judging.access import INCIDENTS, JUDGEMENTS
from training.judging.models import Incident, JudgeMark, Judgement
from training.judging.stages import PENDING, IncidentState, JudgementState
from training.trials.access import ROUNDS, TRIALS
from training.trials.models import Round, Trial
from training.trials.stages import TrialState

HELD = (
    *(TrialState.PLANNED, TrialState.CONFIRMED),
    *(TrialState.LIVE, TrialState.FINISHED),
)


def waiting_for(user: User) -> QuerySet[Judgement]:
    """Their cards that aren't locked, by when the trial begins."""
    own = JUDGEMENTS.visible_to(user).filter(judge=user.pk, state__in=PENDING)
    rows = own.filter(trial__state__in=HELD, trial__round__closed_at=None)
    return rows.order_by("trial__starts_at", "pk")


def locked_by(user: User) -> QuerySet[Judgement]:
    """Those they locked in the last two weeks, the newest first."""
    since = clock.now() - timedelta(days=14)
    own = JUDGEMENTS.visible_to(user).filter(judge=user.pk)
    rows = own.filter(state=JudgementState.LOCKED, locked_at__gte=since)
    return rows.order_by("-locked_at", "-pk")


def marks_of(card: Judgement) -> dict[int, JudgeMark]:
    """By criterion."""
    return {mark.criterion_id: mark for mark in card.marks.all()}


def cards_of_trial(user: User, trial: Trial) -> list[Judgement]:
    """Those of a trial that the user may see, with their marks."""
    rows = JUDGEMENTS.visible_to(user).filter(trial=trial)
    return list(rows.prefetch_related("marks__criterion").order_by("pk"))


def incidents_of(user: User, trial: Trial) -> list[Incident]:
    return list(INCIDENTS.visible_to(user).filter(trial=trial).order_by("-pk"))


def incidents(user: User, *, open_only: bool) -> QuerySet[Incident]:
    rows = INCIDENTS.visible_to(user)
    return rows.filter(state=IncidentState.REPORTED) if open_only else rows


def trials_of_round(user: User, round_: Round) -> list[Trial]:
    """Those that are to be judged or were, with their judges' cards."""
    rows = TRIALS.visible_to(user).filter(round=round_, state__in=HELD)
    rows = rows.prefetch_related("judgements__judge", "judgements__marks__criterion")
    return list(rows.order_by("starts_at", "pk"))


def open_rounds(user: User) -> QuerySet[Round]:
    """Those of which judges may still be named; only the office sees any."""
    if not has_role(user, Role.OFFICE):
        return Round.objects.none()
    rows = ROUNDS.visible_to(user).filter(closed_at=None)
    return rows.order_by("-starts_on", "-pk")
