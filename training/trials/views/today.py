"""What the home page says of trials: those of this week, from today on."""

from datetime import datetime, timedelta

from spark import clock
from spark.accounts.models import User
from training.trials import access
from training.trials.stages import HOLDING, TrialState
from training.trials.views.display import add_display

SHOWN = 20


def week(user: User, since: datetime | None) -> dict | None:
    """The trials of today and the next six days, the first SHOWN of them."""
    morning = clock.midnight(clock.today())
    after = morning + timedelta(days=7)
    rows = access.TRIALS.visible_to(user).filter(
        starts_at__gte=morning, starts_at__lt=after
    )
    some = list(rows.order_by("starts_at", "pk")[: SHOWN + 1])
    for trial in some:
        add_display(trial)
    return {
        "trials": some[:SHOWN],
        "more": len(some) > SHOWN,
        "open": sum(trial.state in HOLDING for trial in some[:SHOWN]),
        "unconfirmed": sum(t.state == TrialState.PLANNED for t in some[:SHOWN]),
    }
