"""What becomes of a trial: confirmed, on air, over, called off."""

from collections.abc import Sequence
from datetime import datetime, timedelta

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
from spark.errors import Refused
from training.hosts.access import COLLEGE
from training.trials.access import RUNNERS, TRIALS
from training.trials.actions.holding import check_age, check_may_go_on_air
from training.trials.actions.telling import tell_cancelled
from training.trials.models import Trial
from training.trials.queries import trials_to_call_off

EARLY = timedelta(minutes=30)  # somebody may go on air before the slot begins
RESULT_WITHIN = timedelta(days=1)


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
    key=True,
    when=lambda trial: _begins(trial, EARLY),
)
def go_live(trials: Sequence[Trial], *, at: datetime) -> None:
    """Note that they are on air, half an hour before the slot at the earliest.

    Raises:
        Refused: trial-too-early; with the code of what keeps one off air by now.
    """
    _check_begun(trials, at + EARLY)
    check_may_go_on_air(trials)
    move(trials, Trial.go_live, at=at, went_live_at=at)
    board.close(trials, at=at)


def _check_begun(trials: Sequence[Trial], at: datetime) -> None:
    for trial in trials:
        if trial.during.lower > at:
            raise Refused(
                "trial-too-early",
                name=trial.candidate.person.name,
                starts=clock.local(trial.during.lower),
            )


@verb(TRIALS, roles=RUNNERS, label=_("Trial finished"), key=True)
def finish(trials: Sequence[Trial], *, at: datetime) -> None:
    """Note that they are off air; the base's mentors owe a result.

    The slot's mentor alone, if they still are one there.
    """
    move(trials, Trial.finish, at=at, ended_at=at)
    board.open_for(
        trials,
        "trial-result",
        Role.MENTOR,
        at=at,
        due=at + RESULT_WITHIN,
        url=lambda trial: f"/trials/{trial.pk}/",
        base=lambda trial: trial.slot.room.base_id,
        person=lambda trial: trial.slot.mentor_id,
    )


@verb(TRIALS, roles=RUNNERS, label=_("Trial broken off"), key=True)
def abort(trials: Sequence[Trial], *, reason: str, at: datetime) -> None:
    """Note that they went off air for something that happened."""
    move(trials, Trial.abort, at=at, ended_at=at)


@verb(
    TRIALS,
    roles=RUNNERS,
    label=_("Didn't come to the trial"),
    key=True,
    when=lambda trial: _begins(trial, timedelta()),
)
def no_show(trials: Sequence[Trial], *, reason: str, at: datetime) -> None:
    """Note that they weren't there when the slot began.

    Raises:
        Refused: trial-too-early.
    """
    _check_begun(trials, at)
    move(trials, Trial.no_show, at=at)
    board.close(trials, at=at)


@verb(
    TRIALS,
    roles={Role.COORDINATOR, Role.CLIENT, GuestRole.CANDIDATE},
    label=_("Trial declined"),
    transition=Trial.cancel,
    key=True,
)
def decline(trials: Sequence[Trial], *, reason: str, at: datetime) -> None:
    """Say that the candidates won't come, or for them; the seats are free again.

    Their college is told as of any trial that is called off.
    """
    _cancel(trials, at)


@verb(TRIALS, roles={Role.OFFICE}, label=_("Trial cancelled"), key=True)
def cancel(trials: Sequence[Trial], *, reason: str, at: datetime) -> None:
    """Call trials off and tell the colleges; the seats are free again."""
    _cancel(trials, at)


def _cancel(trials: Sequence[Trial], at: datetime) -> None:
    move(trials, Trial.cancel, at=at)
    board.close(trials, at=at)
    tell_campuses("trial-cancelled", trials, at=at)
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
