"""Who sees results by themselves; pages show them with their trial."""

from django.db.models import Q

from spark.accounts.models import Role
from spark.accounts.scope import Door, Grants
from training.standings.models import Result
from training.studio.access import everything


def _released(grants: Grants) -> Q:
    """Of a campus's own people, once the round is closed."""
    own = grants.over(Role.CLIENT, "trial__candidate__")
    return own & Q(trial__round__closed_at__isnull=False)


RESULTS: Door[Result] = Door(
    Result,
    sees={Role.CLIENT: _released, Role.OFFICE_CLIENT: everything},
    name="results",
    related=("trial__candidate__campus",),
)
