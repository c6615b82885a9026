"""Who sees memberships, and gives places in teams."""

from django.db.models import QuerySet

from candidates.register.access import door_of_records
from contracts.team.models import Membership
from spark.accounts.models import Role
from spark.accounts.scope import Actor, System, grants_of
from spark.campuses.models import MatrixTeam

MEMBERSHIPS = door_of_records(Membership, "membership", "team")


def teams_of(actor: Actor) -> QuerySet[MatrixTeam]:
    """The teams somebody may give places in: a manager's own, all for the software."""
    if isinstance(actor, System):
        return MatrixTeam.objects.all()
    return MatrixTeam.objects.filter(pk__in=grants_of(actor).at(Role.TEAM, "team"))
