"""What a round's standings are made of, and when they have to be made again."""

from collections.abc import Collection

from django.db.models import Exists, F, Max, OuterRef, Q

from candidates.register.models import Candidate
from candidates.register.stages import Stage
from training.course.models import Enrolment
from training.course.stages import State
from training.standings.models import Result, Standing
from training.trials.models import Round, RoundQuota, Trial
from training.trials.stages import TrialState

NOT_THERE = (TrialState.CANCELLED,)


def newest_of(round_: Round) -> Standing | None:
    """The standings in force."""
    rows = Standing.objects.filter(round=round_).defer("inputs")
    return rows.order_by("-number").first()


def finished_until(round_: Round) -> list[Trial]:
    """Finished trials with results, of the campaign's rounds up to this one."""
    return list(
        Trial.objects.filter(
            round__campaign=round_.campaign_id,
            round__number__lte=round_.number,
            state=TrialState.FINISHED,
            result__isnull=False,
        )
        .select_related("result", "slot")
        .order_by("pk")
    )


def people_of(round_: Round) -> list[int]:
    """Candidates with trials in the round, but those who left by themselves.

    Who was eliminated is ranked still: a correction or an appeal may bring them back.
    """
    trials = Trial.objects.filter(round=round_).exclude(state__in=NOT_THERE)
    rows = Candidate.objects.filter(pk__in=trials.values("candidate"))
    out = Enrolment.objects.filter(state=State.ELIMINATED).values("candidate")
    there = rows.filter(~Q(stage=Stage.LEFT) | Q(pk__in=out))
    return list(there.order_by("pk").values_list("pk", flat=True))


def quotas_of(round_: Round) -> list[tuple[int, int | None, int]]:
    """(direction, college or None for all, places), always in one order."""
    rows = RoundQuota.objects.filter(round=round_)
    rows = rows.order_by("direction", F("campus").asc(nulls_first=True))
    return list(rows.values_list("direction", "campus", "places"))


def groups_of(people: Collection[int]) -> list[tuple[int, int, int]]:
    """(candidate, direction, college) of each."""
    rows = Candidate.objects.filter(pk__in=people).order_by("pk")
    return list(rows.values_list("pk", "direction", "campus"))


def is_entered_since(standing: Standing) -> bool:
    """Whether results that may count for the round have been entered later."""
    round_ = standing.round
    return Result.objects.filter(
        trial__round__campaign=round_.campaign_id,
        trial__round__number__lte=round_.number,
        entered_at__gt=standing.computed_at,
    ).exists()


def rounds_to_keep_up(pk: int | None = None) -> list[Round]:
    """Rounds with results; a closed one only until it was ranked after that."""
    rows = Round.objects.annotate(made=Max("standings__computed_at"))
    rows = rows.filter(Exists(Result.objects.filter(trial__round=OuterRef("pk"))))
    rows = rows.filter(Q(closed_at=None) | Q(made=None) | Q(closed_at__gt=F("made")))
    return list((rows.filter(pk=pk) if pk else rows).order_by("pk"))
