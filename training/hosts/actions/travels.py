"""How colleges' people get to the bases."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from spark.accounts.models import Role
from spark.accounts.verbs import verb
from spark.campuses.models import Base, Campus
from training.hosts.access import TRAVELS
from training.hosts.actions.trials import judge_trials_again
from training.hosts.models import Travel


@verb(
    TRAVELS,
    roles={Role.OFFICE},
    name="set-way",
    label=_("Travel to a base entered"),
    detail=False,
    internal=True,
)
def set_travel(
    *, campus: Campus, base: Base, minutes: int, weekdays: Iterable[int]
) -> Travel:
    """Enter or correct how a college's people get to a base, and on which days."""
    given = {"minutes": minutes, "weekdays": sorted(set(weekdays))}
    travel, _new = Travel.objects.update_or_create(
        campus=campus, base=base, defaults=given
    )
    judge_trials_again()
    return travel
