"""Verbs of incubation."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache

from django.utils.translation import gettext_lazy as _

from candidates.consents.queries import terms_of
from candidates.incubation.access import INCUBATIONS
from candidates.incubation.models import Incubation
from candidates.incubation.queries import interns_at
from candidates.incubation.rules import Before, Host, Papers, may_start
from candidates.incubation.stages import ENDED, State
from candidates.register.access import SYSTEMS
from candidates.register.actions import (
    LEAVES,
    candidates_of,
    check_leaving,
    leave_pipeline,
    move,
    refuse,
    tell_campuses,
)
from candidates.register.models import Candidate, CandidateRecord, LeaveReason
from candidates.register.stages import Stage
from spark import clock, jobs
from spark.accounts.models import Role
from spark.accounts.verbs import verb
from spark.campuses import calendar
from spark.campuses.models import Base
from spark.duties import board
from spark.errors import Refused

ENDS = _(
    "The internship is over: trials that were to come are called off. It goes on only"
    " with new papers."
)


@verb(
    INCUBATIONS, roles=SYSTEMS, label=_("Internship started, papers complete"), key=True
)
def activate(
    records: Sequence[Incubation], *, papers: dict, reason: str = "", at: datetime
) -> None:
    """Start internships whose papers are on file.

    Args:
        papers: the fields of the record that `may_start` judges, same for all `ids`.
        reason: lets a warning of the rules pass; a block never passes.

    Raises:
        Refused: with the code of the first finding.
    """
    _check(records, papers, reason, begun=at)
    move(records, Incubation.activate, at=at, **papers)
    board.close(records, at=at)


def _check(
    records: Sequence[Incubation],
    papers: dict,
    reason: str,
    *,
    again: bool = False,
    begun: datetime | None = None,
) -> None:
    """Refuse papers that fall short; whatever base they name, its place decides.

    Args:
        begun: when the internships begin by this; then minors' guardians must consent.
    """
    begun_on = clock.day(begun) if begun else None
    candidates = [record.candidate for record in records]
    guardians = terms_of(candidates, papers["starts_on"]) if begun else {}
    given = {name: value for name, value in papers.items() if name != "base"}
    base, first = papers.get("base"), papers["starts_on"]
    host = _host(base, records, papers) if base else None
    limits = cache(calendar.limits)
    for record in records:
        candidate = record.candidate
        place = base or candidate.campus
        facts = Papers(
            birth_date=candidate.person.birth_date,
            limits=limits(place.region, first),
            host=host,
            before=_before(record) if again else None,
            begun_on=begun_on,
            guardian=guardians.get(candidate.pk),
            **given,
        )
        refuse(may_start(facts), reason, name=candidate.person.name)


def _host(base: Base, records: Sequence[Incubation], papers: dict) -> Host:
    first, last = papers["starts_on"], papers["ends_on"]
    others = interns_at(base, first, last).exclude(pk__in=[r.pk for r in records])
    return Host(
        name=str(base),
        interns=others.count() + len(records),
        staff=base.staff,
        post_staff=base.post_staff,
        minimum_wage_fen=calendar.minimum_wage(base.region, first),
    )


def _before(record: Incubation) -> Before:
    return Before(clock.day(record.state_since), record.is_dropped)


@verb(
    INCUBATIONS,
    roles=SYSTEMS,
    label=_("Papers of the internship corrected"),
    key=True,
    states={State.ACTIVE, State.SUSPENDED},
)
def correct_papers(
    records: Sequence[Incubation], *, papers: dict, reason: str = "", at: datetime
) -> None:
    """Put right what is on file of internships that have started.

    Args:
        papers: as for `activate`, and judged alike.
        reason: lets a warning of the rules pass; a block never passes.

    Raises:
        Refused: state-moved; with the code of the first finding.
    """
    for record in records:
        if not correct_papers.possible(record):
            raise Refused("state-moved")
    _check(records, papers, reason)
    for record in records:
        for name, value in papers.items():
            setattr(record, name, value)
    Incubation.objects.bulk_update(records, papers)
    board.close(records, "incubation-again", at=at)
    judge_trials_again(records)


@verb(
    INCUBATIONS,
    roles=SYSTEMS,
    label=_("Internship taken up again, with new papers"),
    key=True,
)
def take_up_again(
    records: Sequence[Incubation], *, papers: dict, reason: str = "", at: datetime
) -> None:
    """Start internships anew that had ended, of people who are still in training.

    Whoever competes again after an appeal may be on air no sooner.

    Args:
        papers: as for `activate`, and judged alike; those of before don't count.
        reason: lets a warning of the rules pass; a block never passes.

    Raises:
        Refused: state-moved; with the code of the first finding.
    """
    for record in records:
        if not take_up_again.possible(record):
            raise Refused("state-moved")
    _check(records, papers, reason, again=True, begun=at)
    move(records, Incubation.take_up_again, at=at, **papers)
    board.close(records, "incubation-again", at=at)
    judge_trials_again(records)


@verb(
    INCUBATIONS,
    roles=SYSTEMS,
    label=_("Internship suspended"),
    undone_by="resume",
    key=True,
)
def suspend(records: Sequence[Incubation], *, reason: str, at: datetime) -> None:
    """Stop internships for a while; no trials meanwhile. Their colleges are told."""
    move(records, Incubation.suspend, at=at)
    tell_campuses("incubation-suspended", records, at=at, text=reason)
    judge_trials_again(records)


@verb(INCUBATIONS, roles=SYSTEMS, label=_("Internship resumed"), undone_by="suspend")
def resume(records: Sequence[Incubation], *, at: datetime) -> None:
    """Let suspended internships go on."""
    move(records, Incubation.resume, at=at)
    judge_trials_again(records)


@verb(INCUBATIONS, roles=SYSTEMS, label=_("Internship ended"), follows=ENDS)
def complete(records: Sequence[Incubation], *, at: datetime) -> None:
    """End internships that ran their time; the candidate's stage stays."""
    if any(record.candidate.stage == Stage.INCUBATION for record in records):
        raise Refused("training-not-entered")
    move(records, Incubation.complete, at=at)
    board.close(records, at=at)
    judge_trials_again(records)


@verb(
    INCUBATIONS,
    roles=SYSTEMS,
    label=_("Left during incubation"),
    follows=LEAVES,
    formerly="incubation.drop",
    key=True,
    transition=Incubation.drop,
)
def leave(
    records: Sequence[Incubation],
    *,
    left_reason: LeaveReason,
    reason: str,
    at: datetime,
) -> None:
    """Let people go before training; their internships are broken off.

    Raises:
        Refused: not-your-role, state-moved, leave-reason-unknown;
            leave-later-stage-first, if training or signing already goes on.
    """
    candidates = candidates_of(records)
    _refuse_while(candidates, {Stage.TRAINING, Stage.SIGNING, Stage.MANAGEMENT})
    check_leaving(candidates, left_reason, stage=Stage.INCUBATION)
    move(records, Incubation.drop, at=at)
    board.close(records, at=at)
    leave_pipeline(candidates, left_reason.slug, at=at)


def _refuse_while(candidates: Sequence[Candidate], stages: set[Stage]) -> None:
    if any(candidate.stage in stages for candidate in candidates):
        raise Refused("leave-later-stage-first")


@verb(
    INCUBATIONS, roles=SYSTEMS, label=_("Internship broken off"), follows=ENDS, key=True
)
def break_off(records: Sequence[Incubation], *, reason: str, at: datetime) -> None:
    """End internships early of people who left, or are past training.

    Raises:
        Refused: not-your-role, state-moved; leave-later-stage-first, while somebody
            is in training, which needs a running internship.
    """
    _refuse_while(candidates_of(records), {Stage.TRAINING})
    move(records, Incubation.break_off, at=at)
    board.close(records, at=at)
    judge_trials_again(records)


def judge_trials_again(records: Iterable[CandidateRecord]) -> None:
    """Of these records' candidates, once the change of them is committed."""
    candidates = [record.candidate_id for record in records]
    jobs.enqueue_on_commit("trials.judge_again", candidates=candidates)


def ask_to_close(candidates: Iterable[Candidate], *, at: datetime) -> None:
    """Have colleges end the internships that still run of people who left further on.

    Every room above calls it when it lets people go.
    """
    records = _internships_of(candidates)
    board.close(records, "incubation-again", at=at)
    board.open_for(
        [record for record in records if record.state not in ENDED],
        "incubation-close",
        Role.COORDINATOR,
        at=at,
        due=at + timedelta(days=7),
    )


def ask_to_go_on(candidates: Iterable[Candidate], *, at: datetime) -> None:
    """Let the internships go on of people who came back into training.

    Those that ended meanwhile have to be taken up again by their colleges, and those
    whose days are over prolonged.
    """
    records = _internships_of(candidates)
    board.close(records, "incubation-close", at=at)
    board.open_for(
        [record for record in records if not record.lasts_on(clock.day(at))],
        "incubation-again",
        Role.COORDINATOR,
        at=at,
        due=at + timedelta(days=7),
    )


def ask_no_more(candidates: Iterable[Candidate], *, at: datetime) -> None:
    """Ask colleges no more to take internships up again: training is over."""
    board.close(_internships_of(candidates), "incubation-again", at=at)


def _internships_of(candidates: Iterable[Candidate]) -> list[Incubation]:
    rows = Incubation.objects.filter(candidate__in=candidates)
    return list(rows.select_related("candidate__person"))
