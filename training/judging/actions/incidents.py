"""Incidents: reported, decided by a named person, overturned on appeal."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext_lazy as _

from candidates.register.actions import move, tell_campuses
from spark import clock
from spark.accounts.models import Role, User
from spark.accounts.scope import Actor
from spark.accounts.verbs import verb
from spark.campuses.calendar import Days
from spark.duties import board
from spark.errors import Refused
from training.judging.access import INCIDENTS, JUDGEMENTS, JUDGES
from training.judging.models import Incident, Judgement
from training.judging.stages import GIVEN_UP, IncidentState, JudgementState
from training.trials.access import RUNNERS, TRIALS
from training.trials.models import Trial
from training.trials.stages import TrialState

ON_AIR = (TrialState.LIVE, TrialState.FINISHED, TrialState.ABORTED)
DECIDE_WITHIN = 2  # working days
CLOSES = time(18)
LONGEST_HOLIDAY = timedelta(days=20)


@verb(
    INCIDENTS,
    source=TRIALS,
    roles=RUNNERS,
    label=_("Incident reported"),
    name="report",
    many=False,
    internal=True,
    states=ON_AIR,
)
def report_incident(
    trial: Trial,
    *,
    actor: Actor,
    kind: str,
    text: str,
    evidence: str = "",
    happened_at: datetime | None = None,
    at: datetime,
) -> Incident:
    """Report what broke a rule in a trial; the office decides within two working days.

    Raises:
        Refused: state-moved, if it wasn't on air; incident-time, if it would have
            happened before the trial or is still to come.
    """
    if trial.state not in ON_AIR:
        raise Refused("state-moved")
    when = happened_at or at
    began = trial.went_live_at or trial.during.lower
    if not began - timedelta(minutes=1) <= when <= at:
        raise Refused("incident-time", status=422, starts=clock.local(began))
    incident = Incident.objects.create(
        candidate=trial.candidate,
        trial=trial,
        kind=kind,
        text=text,
        evidence=evidence,
        happened_at=when,
        reported_by=actor if isinstance(actor, User) else None,
        state_since=at,
    )
    _ask([incident], at)
    return incident


@verb(
    INCIDENTS,
    source=JUDGEMENTS,
    roles=JUDGES,
    label=_("Incident reported"),
    name="report-as-judge",
    history="incident.report-as-judge",
    many=False,
    internal=True,
    states=frozenset(JudgementState) - {*GIVEN_UP},
)
def report_as_judge(
    record: Judgement,
    *,
    actor: Actor,
    kind: str,
    text: str,
    evidence: str = "",
    happened_at: datetime | None = None,
    at: datetime,
) -> Incident:
    """The same, by who judges the trial and perhaps sees no other page of it.

    Raises:
        Refused: as `report_incident`; not-your-role, if it is somebody else's card.
    """
    if isinstance(actor, User) and record.judge_id != actor.pk:
        raise Refused("not-your-role", status=403)
    return report_incident.function(
        record.trial,
        actor=actor,
        kind=kind,
        text=text,
        evidence=evidence,
        happened_at=happened_at,
        at=at,
    )


def _ask(incidents: Sequence[Incident], at: datetime) -> None:
    due = clock.at(_working_day(clock.day(at), DECIDE_WITHIN), CLOSES)
    board.open_for(
        incidents,
        "incident-decide",
        Role.OFFICE,
        at=at,
        due=due,
        url=lambda incident: f"/trials/{incident.trial_id}/",
    )


def _working_day(day: date, number: int) -> date:
    """The so manieth working day after it."""
    days = Days.between(day, day + LONGEST_HOLIDAY)
    while number:
        day += timedelta(days=1)
        number -= not days.is_rest_day(day)
    return day


def _decide(
    records: Sequence[Incident], transition, actor: Actor, reason: str, at: datetime
) -> None:
    by = actor if isinstance(actor, User) else None
    move(records, transition, at=at, decided_by=by, reason=reason)
    board.close(records, at=at)


def _check_open(records: Sequence[Incident]) -> None:
    if any(not record.trial.round.is_open for record in records):
        raise Refused("round-closed")


@verb(
    INCIDENTS,
    roles={Role.OFFICE},
    label=_("Trial fails for an incident"),
    key=True,
    many=False,
)
def fail(record: Incident, *, actor: Actor, reason: str, at: datetime) -> None:
    """Let the trial fail: its result doesn't count. The college is told.

    Raises:
        Refused: round-closed, state-moved.
    """
    _check_open([record])
    had = _failing(record)
    _decide([record], Incident.fail, actor, reason, at)
    if not had:
        tell_campuses("trial-failed", [record], at=at)


@verb(
    INCIDENTS,
    roles={Role.OFFICE},
    label=_("Incident dismissed"),
    internal=True,
    many=False,
)
def dismiss(record: Incident, *, actor: Actor, reason: str, at: datetime) -> None:
    """Let the trial count in spite of what was reported."""
    _decide([record], Incident.dismiss, actor, reason, at)


@verb(
    INCIDENTS,
    roles={Role.OFFICE},
    label=_("Failed trial counts again"),
    key=True,
    many=False,
)
def overturn(record: Incident, *, actor: Actor, reason: str, at: datetime) -> None:
    """Take a decision back on appeal; the college is told if the trial counts again.

    Raises:
        Refused: round-closed, state-moved.
    """
    _check_open([record])
    _decide([record], Incident.overturn, actor, reason, at)
    if not _failing(record):
        tell_campuses("trial-counts-again", [record], at=at)


def _failing(record: Incident) -> bool:
    """Whether the trial fails for another one."""
    others = Incident.objects.filter(trial=record.trial_id, state=IncidentState.FAILED)
    return others.exclude(pk=record.pk).exists()
