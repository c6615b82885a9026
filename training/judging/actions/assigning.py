"""Giving trials to judges, and taking them back."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from spark.accounts.models import Role, User
from spark.accounts.verbs import verb
from spark.duties import board
from spark.duties.models import Duty
from spark.errors import Refused
from spark.notifications import outbox
from training.judging.assigning import Busy, Job, dealt
from training.judging.models import Judgement
from training.judging.queries import (
    HELD,
    Known,
    cards_of,
    counting,
    had_by,
    judges,
)
from training.trials.access import TRIALS
from training.trials.actions.telling import told_clock
from training.trials.models import Trial

EACH = 2  # judges
LOCK_WITHIN = timedelta(hours=1)  # of the trial's end
LAST_CALL = timedelta(hours=12)  # before a trial that lacks judges


class Assigned(NamedTuple):
    """How many cards each judge was given, and the trials that still lack one."""

    loads: dict[str, int]
    short: list[Trial]

    @property
    def given(self) -> int:
        return sum(self.loads.values())


def can_be_judged(trial: Trial) -> bool:
    return trial.round.is_open


@verb(
    TRIALS,
    roles={Role.OFFICE},
    label=_("Judges assigned"),
    internal=True,
    states=HELD,
    when=can_be_judged,
)
def assign_judges(trials: Sequence[Trial], *, at: datetime) -> Assigned:
    """Give each two judges, evenly; who has some already keeps them.

    Mentors of the base and reviewers, none of the candidate's college, nobody in two
    rooms at once. For trials that lack some all the same the office has a duty.

    Raises:
        Refused: judges-missing, if there is nobody for any of them; round-closed;
            state-moved; scorecard-missing.
    """
    check(trials)
    has = counting([trial.pk for trial in trials])
    needs = {t.pk: EACH - has[t.pk] for t in trials if has[t.pk] < EACH}
    lacking = [trial for trial in trials if trial.pk in needs]
    found = give(lacking, needs, at=at)
    if found.short and not found.given:
        raise Refused("judges-missing", count=len(found.short))
    return found


def check(trials: Iterable[Trial]) -> None:
    for trial in trials:
        if not trial.round.is_open:
            raise Refused("round-closed")
        if trial.state not in HELD:
            raise Refused("state-moved")


def give(trials: Sequence[Trial], needs: dict[int, int], *, at: datetime) -> Assigned:
    """Make cards of locked trials, shared evenly; the office is asked for the rest."""
    known = {one.user.pk: one for one in judges()}
    had = had_by([trial.pk for trial in trials])
    chosen = _dealt(trials, needs, known, had)
    pairs = [(t, known[judge]) for t in trials for judge in chosen[t.pk]]
    _make(pairs, at)
    short = [t for t in trials if len(chosen[t.pk]) < needs[t.pk]]
    board.close([t for t in trials if t not in short], "judging-short", at=at)
    ask_office(short, at)
    return Assigned(Counter(judge.user.name for _trial, judge in pairs), short)


def _dealt(
    trials: Sequence[Trial],
    needs: dict[int, int],
    known: dict[int, Known],
    had: dict[int, set[int]],
) -> dict[int, list[int]]:
    rounds = {trial.round_id for trial in trials}
    jobs = [
        Job(
            trial.pk,
            needs[trial.pk],
            frozenset(
                key
                for key, one in known.items()
                if key not in had[trial.pk] and one.can_be_given(trial)
            ),
            _when(trial),
        )
        for trial in trials
    ]
    loads = {
        key: sum(trial.round_id in rounds for trial in one.given)
        for key, one in known.items()
    }
    busy = {key: [_when(t) for t in one.given] for key, one in known.items()}
    return dealt(jobs, loads, busy)


def _when(trial: Trial) -> Busy:
    return Busy(trial.during.lower, trial.during.upper, trial.slot.room_id)


def ask_office(trials: Sequence[Trial], at: datetime) -> None:
    """Nobody may judge these, or is free: somebody has to be found."""
    board.open_for(
        trials,
        "judging-short",
        Role.OFFICE,
        at=at,
        due=lambda trial: max(trial.during.lower - LAST_CALL, at),
        url=lambda trial: f"/trials/{trial.pk}/",
    )


def _make(pairs: Sequence[tuple[Trial, Known]], at: datetime) -> None:
    """Cards, with each judge's duties and one message for all that are new."""
    cards = cards_of(trial for trial, _judge in pairs)
    if any(trial.pk not in cards for trial, _judge in pairs):
        raise Refused("scorecard-missing", status=409)
    made = Judgement.objects.bulk_create(
        Judgement(
            candidate=trial.candidate,
            trial=trial,
            judge=judge.user,
            card=cards[trial.pk],
            state_since=at,
        )
        for trial, judge in pairs
    )
    by_key = {judge.user.pk: judge for _trial, judge in pairs}
    ask_judges(made, by_key, at)
    for key, judge in by_key.items():
        _tell(judge.user, [card for card in made if card.judge_id == key], at)


def ask_judges(
    cards: Iterable[Judgement], known: dict[int, Known], at: datetime
) -> None:
    """Open each judge's duty, due an hour after the trial."""
    board.open_many(_duty(card, known[card.judge_id], at) for card in cards)


def _duty(card: Judgement, judge: Known, at: datetime) -> Duty:
    role = judge.role_for(card.trial) or Role.OFFICE
    is_mentor = role == Role.MENTOR
    return Duty(
        code="judging-mark",
        subject=board.subject_of(card),
        candidate_key=card.candidate_id,
        role=role,
        person_id=card.judge_id,
        base_id=card.trial.slot.room.base_id if is_mentor else None,
        due_at=max(card.trial.during.upper, at) + LOCK_WITHIN,
        url=f"/judging/{card.pk}/",
        opened_at=at,
    )


def _tell(judge: User, cards: Sequence[Judgement], at: datetime) -> None:
    first = min(cards, key=lambda card: card.trial.during.lower)
    subject = f"judging-assigned:{first.pk}+{len(cards)}"
    outbox.put(
        "judging-assigned",
        to=[judge],
        subject=subject,
        dedup=f"{subject}:{at.timestamp()}",
        facts={
            "count": len(cards),
            "starts": told_clock(first.trial.during.lower),
        },
        url="/judging/",
        at=at,
    )


@verb(
    TRIALS,
    roles={Role.OFFICE},
    label=_("Judge named"),
    internal=True,
    many=False,
    states=HELD,
    when=can_be_judged,
)
def name_judge(trial: Trial, *, judge: User, at: datetime) -> None:
    """Give a trial to a judge of the office's choice, beside those it has.

    Raises:
        Refused: judge-barred, if they may not judge it; judge-had-it; round-closed;
            state-moved; scorecard-missing.
    """
    check([trial])
    known = {one.user.pk: one for one in judges()}.get(judge.pk)
    if known is None or not _may(known, trial):
        raise Refused("judge-barred")
    if judge.pk in had_by([trial.pk])[trial.pk]:
        raise Refused("judge-had-it")
    _make([(trial, known)], at)
    if counting([trial.pk])[trial.pk] >= EACH:
        board.close([trial], "judging-short", at=at)


def _may(known: Known, trial: Trial) -> bool:
    judges_it = known.role_for(trial) or Role.OFFICE in known.grants.roles
    return bool(judges_it) and known.may_judge(trial.candidate)
