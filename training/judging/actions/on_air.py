"""Figures of a trial on air, read off the live platform's screen as they come."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from spark import clock
from spark.accounts.models import Role, User
from spark.accounts.scope import Actor
from spark.accounts.verbs import verb
from spark.errors import Refused
from training.judging.models import LiveFigures
from training.trials.access import RUNNERS, TRIALS
from training.trials.models import Trial
from training.trials.stages import TrialState


@verb(
    TRIALS,
    roles=RUNNERS | {Role.OFFICE_CLIENT},
    label=_("Figures on air entered"),
    many=False,
    internal=True,
    states={TrialState.LIVE},
)
def enter_live_figures(
    trial: Trial,
    *,
    actor: Actor,
    viewers: int,
    orders: int | None = None,
    gmv_fen: int | None = None,
    as_of: datetime | None = None,
    at: datetime,
) -> LiveFigures:
    """Show on the live board how a trial on air does; later figures replace these.

    They never count: what does is the result, entered once the trial is over.

    Args:
        as_of: when they were read off the platform's screen; now, if it isn't said.

    Raises:
        Refused: state-moved, if it isn't on air; live-figures-when, if as_of is to
            come or before the trial was on air; live-figures-older, if later ones are
            there.
    """
    if trial.state != TrialState.LIVE:
        raise Refused("state-moved")
    as_of = as_of or at
    check_moment(trial, as_of, at)
    figures, _made = LiveFigures.objects.update_or_create(
        trial=trial,
        defaults={
            "viewers": viewers,
            "orders": orders,
            "gmv_fen": gmv_fen,
            "as_of": as_of,
            "entered_by": actor if isinstance(actor, User) else None,
            "entered_at": at,
        },
    )
    return figures


def check_moment(trial: Trial, as_of: datetime, at: datetime) -> None:
    """Figures are of a moment on air, and none are put in place of later ones.

    Raises:
        Refused: live-figures-when, live-figures-older.
    """
    began = min(trial.went_live_at or trial.during.lower, trial.during.lower)
    if not began.replace(second=0, microsecond=0) <= as_of <= at:
        raise Refused(
            "live-figures-when",
            status=422,
            as_of=clock.local(as_of),
            began=clock.local(began),
        )
    old = LiveFigures.objects.filter(trial=trial).first()
    if old and old.as_of > as_of:
        raise Refused("live-figures-older", as_of=clock.local(old.as_of))
