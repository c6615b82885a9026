"""What becomes of a trial: confirmed, on air, over, called off."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates.register.actions import move, tell_campuses
from spark import clock
from spark.accounts.models import Role
from spark.accounts.roles import GuestRole
from spark.accounts.scope import Actor
from spark.accounts.verbs import verb
from spark.audit import trail
from spark.duties import board
from spark.errors import Refused, refuse_all
from spark.notifications import quiet
from training.hosts.access import COLLEGE
from training.trials.access import RUNNERS, TRIALS
from training.trials.actions.holding import check_age, what_keeps_off_air
from training.trials.actions.telling import tell_cancelled
from training.trials.models import Trial
from training.trials.queries import trials_to_call_off
from training.trials.stages import MOVABLE, TrialState

EARLY = timedelta(minutes=30)  # somebody may go on air before the slot begins
MISTAKEN = timedelta(minutes=10)  # within which a start can be taken back
RESULT_WITHIN = timedelta(days=1)
OVER = _("The trial is over and gets no result. It can't be undone.")
CALLED_OFF = _(
    "The seat is free again at once; candidate and college are told. It can't be"
    " undone."
)
# Where a result is owed and by whom: the base's mentors, or the slot's alone.
OWED_AT_BASE: dict[str, Callable[[Trial], Any]] = {
    "url": lambda trial: f"/trials/{trial.pk}/",
    "base": lambda trial: trial.slot.room.base_id,
    "person": lambda trial: trial.slot.mentor_id,
}


def _begins(trial: Trial, within: timedelta) -> bool:
    return trial.during.lower <= clock.now() + within


@verb(TRIALS, roles=COLLEGE | {GuestRole.CANDIDATE}, label=_("Trial confirmed"))
def confirm(trials: Sequence[Trial], *, at: datetime) -> None:
    """Note that the candidates will come: they themselves, or on their behalf.

    Raises:
        Refused: host-under-16; host-without-consent, of a minor whose guardian has to
            consent for that day yet.
    """
    check_age(trials)
    move(trials, Trial.confirm, at=at)
    board.close(trials, "trial-confirm", at=at)


@verb(
    TRIALS,
    roles=RUNNERS,
    label=_("On air"),
    follows=_(
        "On air from now on: the live board shows it, and judges can begin. For ten"
        " minutes it can be taken back, while nothing is noted of it."
    ),
    undone_by="take-back",
    key=True,
    states=MOVABLE,
    when=lambda trial: _begins(trial, EARLY) and clock.now() < trial.during.upper,
)
def go_live(trials: Sequence[Trial], *, at: datetime) -> None:
    """Note that they are on air: from half an hour before the slot until its end.

    Raises:
        Refused: trial-too-early; trial-too-late; trial-unconfirmed, if nobody said yet
            that the candidate comes; what keeps one off air by now: all that does.
    """
    kept_off = what_keeps_off_air(trials)
    for trial in trials:
        begins = [*_too_early(trial, at + EARLY), *_too_late(trial, at)]
        refuse_all([*begins, *kept_off[trial.pk]])
    move(trials, Trial.go_live, at=at, went_live_at=at)
    board.close(trials, at=at)


def _too_early(trial: Trial, at: datetime) -> Iterator[Refused]:
    if trial.during.lower > at:
        name, starts = trial.candidate.person.name, clock.local(trial.during.lower)
        yield Refused("trial-too-early", name=name, starts=starts)


def _too_late(trial: Trial, at: datetime) -> Iterator[Refused]:
    """Or too soon, if nobody said yet that they come."""
    name = trial.candidate.person.name
    if at >= trial.during.upper:
        yield Refused(
            "trial-too-late", name=name, ended=clock.local(trial.during.upper)
        )
    if trial.state == TrialState.PLANNED:
        yield Refused("trial-unconfirmed", name=name)


def _was_mistaken(trial: Trial, at: datetime) -> bool:
    """Was it started just now, and has nothing been noted of it since?"""
    began = trial.went_live_at
    recent = began is not None and began <= at < began + MISTAKEN
    noted = hasattr(trial, "live_figures") or trial.incidents.exists()
    return recent and not noted


@verb(
    TRIALS,
    roles=RUNNERS,
    label=_("Start taken back"),
    key=True,
    when=lambda trial: _was_mistaken(trial, clock.now()),
)
def take_back(trials: Sequence[Trial], *, at: datetime) -> None:
    """Note that they weren't on air: the start was pressed by mistake.

    Raises:
        Refused: trial-has-begun, ten minutes after it, or once figures or an incident
            were noted of it.
    """
    for trial in trials:
        if trial.state == TrialState.LIVE and not _was_mistaken(trial, at):
            raise Refused("trial-has-begun", name=trial.candidate.person.name)
    move(trials, Trial.take_back, at=at, went_live_at=None, against=[])


@verb(TRIALS, roles=RUNNERS, label=_("Trial finished"), key=True)
def finish(trials: Sequence[Trial], *, reason: str = "", at: datetime) -> None:
    """Note that they are off air; the base's mentors owe a result.

    The slot's mentor alone, if they still are one there.

    Args:
        reason: why it was so short, if not half of the planned time is over.

    Raises:
        Refused: trial-short, without a reason.
    """
    if not reason:
        _check_long_enough(trials, at)
    move(trials, Trial.finish, at=at, ended_at=at)
    board.open_for(
        trials,
        "trial-result",
        Role.MENTOR,
        at=at,
        due=at + RESULT_WITHIN,
        **OWED_AT_BASE,
    )


def _check_long_enough(trials: Sequence[Trial], at: datetime) -> None:
    for trial in trials:
        if trial.state == TrialState.LIVE and trial.is_short(at):
            name = trial.candidate.person.name
            planned = trial.seconds // 60
            raise Refused("trial-short", status=422, name=name, minutes=planned)


@verb(TRIALS, roles=RUNNERS, label=_("Trial broken off"), key=True, follows=OVER)
def abort(trials: Sequence[Trial], *, reason: str, at: datetime) -> None:
    """Note that they went off air for something that happened."""
    move(trials, Trial.abort, at=at, ended_at=at)


@verb(
    TRIALS,
    roles=RUNNERS,
    label=_("Didn't come to the trial"),
    follows=OVER,
    key=True,
    when=lambda trial: _begins(trial, timedelta()),
)
def no_show(trials: Sequence[Trial], *, reason: str, at: datetime) -> None:
    """Note that they weren't there when the slot began.

    Raises:
        Refused: trial-too-early.
    """
    for trial in trials:
        refuse_all(_too_early(trial, at))
    move(trials, Trial.no_show, at=at)
    board.close(trials, at=at)


@verb(
    TRIALS,
    roles={Role.COORDINATOR, Role.CLIENT, GuestRole.CANDIDATE},
    label=_("Trial declined"),
    follows=CALLED_OFF,
    transition=Trial.cancel,
    key=True,
)
def decline(trials: Sequence[Trial], *, reason: str, at: datetime) -> None:
    """Say that the candidates won't come, or for them; the seats are free again.

    Their college is told as of any trial that is called off.
    """
    _cancel(trials, at)


@verb(
    TRIALS,
    roles={Role.OFFICE},
    label=_("Trial cancelled"),
    key=True,
    follows=CALLED_OFF,
)
def cancel(trials: Sequence[Trial], *, reason: str, at: datetime) -> None:
    """Call trials off and tell the colleges; the seats are free again."""
    _cancel(trials, at)


def _cancel(trials: Sequence[Trial], at: datetime) -> None:
    move(trials, Trial.cancel, at=at)
    board.close(trials, at=at)
    soon = any(quiet.is_soon(trial.during.lower, at) for trial in trials)
    tell_campuses("trial-cancelled", trials, at=at, urgent=soon)
    tell_cancelled(trials, at=at)


@trail.action("trials.cancel-of-left", _("Trial cancelled"), key=True)
def cancel_of_left(*, actor: Actor, at: datetime | None = None) -> None:
    """Call off what is to come of who left, or isn't in an internship then."""
    at = at or clock.now()
    reasons = (
        gettext("Left the programme"),
        gettext("Internship suspended"),
        gettext("Internship ended"),
        gettext("Outside the days of the internship"),
    )
    for rows, reason in zip(trials_to_call_off(actor), reasons, strict=True):
        trials = list(rows.select_for_update(of=("self",)).order_by("pk"))
        if trials:
            trail.because(reason)
            _cancel(trials, at)
