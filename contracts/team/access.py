"""Who sees and does what in the team."""

from django.db.models import QuerySet

from candidates.register.access import NUMBER, PATHS, sees
from contracts.team.models import Membership
from spark.accounts.models import Role
from spark.accounts.scope import Actor, Door, System, grants_of
from spark.campuses.models import MatrixTeam

MANAGER = {Role.TEAM}
MEMBERSHIPS: Door[Membership] = Door(
    Membership,
    sees=sees("candidate__"),
    does={
        "enter": {Role.SIGNING},
        "confirm": MANAGER,
        "go-on-leave": MANAGER,
        "return-from-leave": MANAGER,
        "leave": MANAGER,
    },
    related=(*(f"candidate__{path}" for path in PATHS), "team"),
    deferred=(f"candidate__{NUMBER}",),
    beneath="candidate",
)


def teams_of(actor: Actor) -> QuerySet[MatrixTeam]:
    """The teams somebody may give places in: a manager's own, all for the software."""
    if isinstance(actor, System):
        return MatrixTeam.objects.all()
    return MatrixTeam.objects.filter(pk__in=grants_of(actor).at(Role.TEAM, "team"))
