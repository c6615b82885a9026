"""What judges' cards come to, for standings; and which trials fail."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.db.models import QuerySet

from candidates.screening.models import Criterion
from candidates.screening.rules import NOT_ASSESSED, given, score
from training.judging.models import Incident, Judgement
from training.judging.stages import PENDING, IncidentState, JudgementState
from training.trials.models import Trial


def all_in(trials: Iterable[int]) -> dict[int, list[Judgement]]:
    """By trial of which nobody's card is awaited any more: the locked ones."""
    states = [*PENDING, JudgementState.LOCKED]
    rows = Judgement.objects.filter(trial__in=trials, state__in=states)
    by_trial: dict[int, list[Judgement]] = defaultdict(list)
    for row in rows.prefetch_related("marks__criterion").order_by("pk"):
        by_trial[row.trial_id].append(row)
    return {
        trial: cards
        for trial, cards in by_trial.items()
        if all(card.state == JudgementState.LOCKED for card in cards)
    }


def scores_of(trial_ids: Iterable[int]) -> dict[int, tuple[tuple[str, float], ...]]:
    """By trial: each judge's key and weighted mean, once all are in.

    Where the office closed judging, of those who were in by then.
    """
    found = {}
    for trial, cards in all_in(trial_ids).items():
        scores = ((str(card.judge_id), score_of(card)) for card in cards)
        if known := tuple((key, value) for key, value in scores if value is not None):
            found[trial] = known
    return found


def score_of(card: Judgement) -> float | None:
    """The weighted mean of what was assessed; none if nothing was."""
    mean = score(given(card.marks.all()))
    return None if mean is None else float(mean)


def failed_trials() -> QuerySet[Incident, int]:
    """Keys of the trials that fail for an incident: their results don't count."""
    rows = Incident.objects.filter(state=IncidentState.FAILED)
    return rows.order_by().values_list("trial", flat=True).distinct()


def counts(trial: Trial) -> bool:
    """Whether its result counts: it fails for no incident."""
    return not failed_trials().filter(trial=trial).exists()


class Mean(NamedTuple):
    """What judges made of somebody in one criterion."""

    criterion: Criterion
    mean: float
    marks: int


def criteria_of(candidate_ids: Collection[int]) -> dict[int, list[Mean]]:
    """By candidate: each criterion's mean over trials of closed rounds that count."""
    trials = Trial.objects.filter(
        candidate__in=candidate_ids, round__closed_at__isnull=False
    ).exclude(pk__in=failed_trials())
    return means_in(trials.values_list("pk", flat=True))


def means_in(trials: Iterable[int]) -> dict[int, list[Mean]]:
    """By candidate: each criterion's mean over those trials, once all cards are in.

    Versions of a card are taken together by the criterion's short name; the lowest
    mean is first.
    """
    values: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    criteria: dict[str, Criterion] = {}
    for cards in all_in(trials).values():
        for card in cards:
            for mark in card.marks.all():
                if mark.value not in (None, NOT_ASSESSED):
                    code = mark.criterion.code
                    criteria[code] = mark.criterion
                    values[card.candidate_id][code].append(mark.value)
    return {
        candidate: sorted(
            (Mean(criteria[code], sum(v) / len(v), len(v)) for code, v in own.items()),
            key=lambda one: (one.mean, one.criterion.order),
        )
        for candidate, own in values.items()
    }
