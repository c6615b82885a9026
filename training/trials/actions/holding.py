"""Whether trials to come still hold: judged again when what they rest on changes.

What is certain, that somebody left or has no internship then, calls a trial off. All
else can still be put right, by a paper, another week or another slot: it becomes the
programme office's to replan. On air goes nobody whom the law keeps off it by then.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from candidates.consents.queries import terms_of
from candidates.consents.rules import to_be_on_air
from candidates.register.actions import refuse
from candidates.register.rules import Finding
from spark import clock
from spark.accounts.models import Role
from spark.accounts.scope import Actor
from spark.accounts.verbs import verb
from spark.audit import trail
from spark.campuses.calendar import Days
from spark.duties import board
from spark.errors import Refused, refuse_all
from training.trials.access import TRIALS
from training.trials.actions.judging import Judge
from training.trials.models import Trial
from training.trials.queries import beside_them, to_judge
from training.trials.stages import MOVABLE

BEFORE_START = timedelta(hours=24)
AT_ONCE = 200  # trials locked while they are judged
WEEK = timedelta(days=7)


def what_keeps_off_air(trials: Sequence[Trial]) -> dict[int, list[Refused]]:
    """By trial: what neither law nor programme allows, whenever it was planned."""
    judged = to_judge(Trial.objects.filter(pk__in=[trial.pk for trial in trials]))
    judge = _judge_of(judged)
    return {
        trial.pk: _blocks([*judge.of_person(trial), *judge.of_law(trial)])
        for trial in judged
    }


def check_age(trials: Sequence[Trial]) -> None:
    """Refuse who may not be on air on that day for their age.

    Raises:
        Refused: host-under-16, host-without-consent.
    """
    people = [trial.candidate for trial in trials]
    first = min((clock.day(trial.during.lower) for trial in trials), default=None)
    guardians = terms_of(people, first) if first else {}
    for trial in trials:
        person, day = trial.candidate.person, clock.day(trial.during.lower)
        found = to_be_on_air(person.birth_date, day, guardians.get(trial.candidate_id))
        refuse(found, "", name=person.name)


def _blocks(findings: Iterable[Finding]) -> list[Refused]:
    return [
        Refused(finding.code, status=422, **finding.facts)
        for finding in findings
        if finding.level == "block"
    ]


def _judge_of(trials: Sequence[Trial]) -> Judge:
    days = [clock.day(trial.during.lower) for trial in trials] or [clock.today()]
    known = Days.between(min(days) - WEEK, max(days) + WEEK)
    others = beside_them(trials, known)
    return Judge(trials, others, lambda trial: trial.round, known)


def what_stands_against(trials: Sequence[Trial]) -> dict[int, list[Finding]]:
    """By trial: what forbids it, and what warns of it that nobody let pass."""
    judge = _judge_of(trials)
    return {trial.pk: list(_against(judge, trial)) for trial in trials}


def _against(judge: Judge, trial: Trial) -> Iterator[Finding]:
    for findings in (
        judge.of_room(trial),
        judge.of_person(trial),
        judge.of_coming(trial),
        judge.of_law(trial),
    ):
        for finding in findings:
            if finding.level == "block" or finding.code not in trial.passed:
                yield finding


@trail.action("trials.judge-again", _("Trial judged again"), internal=True)
def judge_again(*, actor: Actor, ids: Collection[int], at: datetime) -> None:
    """Make what no longer holds the office's to replan; close what holds again."""
    rows = TRIALS.visible_to(actor).filter(pk__in=ids, state__in=MOVABLE)
    trials = to_judge(rows.select_for_update(of=("self",)).order_by("pk"))
    found = what_stands_against(trials)
    changed = []
    for trial in trials:
        codes = sorted({finding.code for finding in found[trial.pk]})
        if codes != trial.against:
            trial.against = codes
            changed.append(trial)
    Trial.objects.bulk_update(changed, ["against"])
    board.close(
        [trial for trial in changed if not trial.against], "trial-replan", at=at
    )
    board.open_for(
        [trial for trial in changed if trial.against],
        "trial-replan",
        Role.OFFICE,
        at=at,
        due=lambda trial: max(trial.during.lower - BEFORE_START, at),
        url=lambda trial: f"/trials/{trial.pk}/",
    )


def to_come(
    actor: Actor, at: datetime, candidates: Collection[int] | None
) -> Iterator[tuple[int, ...]]:
    """Keys of trials not over yet, some at a time."""
    rows: QuerySet = TRIALS.visible_to(actor).filter(
        state__in=MOVABLE, during__endswith__gt=at
    )
    if candidates is not None:
        rows = rows.filter(candidate__in=candidates)
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    for first in range(0, len(keys), AT_ONCE):
        yield tuple(keys[first : first + AT_ONCE])


def judge_all_again(
    *,
    actor: Actor,
    candidates: Collection[int] | None = None,
    at: datetime | None = None,
) -> None:
    """As `judge_again`, all to come, or those of some candidates."""
    at = at or clock.now()
    for ids in to_come(actor, at, candidates):
        judge_again(actor=actor, ids=ids, at=at)


@verb(
    TRIALS,
    roles={Role.OFFICE},
    label=_("Trial stands though a rule warns of it"),
    states=MOVABLE,
    when=lambda trial: bool(trial.against),
    key=True,
)
def let_stand(trials: Sequence[Trial], *, reason: str, at: datetime) -> None:
    """Let what only warns of trials pass, as when they were published.

    Raises:
        Refused: with the code of what forbids one; state-moved, if it is over.
    """
    if any(not let_stand.possible(trial) for trial in trials):
        raise Refused("state-moved")
    judged = to_judge(Trial.objects.filter(pk__in=[trial.pk for trial in trials]))
    against = what_stands_against(judged)
    for trial in judged:
        found = against[trial.pk]
        refuse_all(_blocks(found))
        trial.passed = sorted({*trial.passed, *(finding.code for finding in found)})
        trial.against = []
    Trial.objects.bulk_update(judged, ["passed", "against"])
    board.close(judged, "trial-replan", at=at)
