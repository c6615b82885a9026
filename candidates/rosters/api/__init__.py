"""Rosters for campus systems: send one, follow what is found in it, import, undo."""

from rest_framework.parsers import MultiPartParser

from candidates.rosters import access, actions
from candidates.rosters.api.rows import SCOPE, RosterRejected, RosterRows
from candidates.rosters.api.shapes import ImportGiven, RosterGiven, RosterSerializer
from candidates.rosters.forms import RosterConditions
from spark.resources import Resource, Write, register

register(
    Resource(
        "rosters",
        access.IMPORTS,
        RosterSerializer,
        RosterConditions,
        scope=SCOPE,
        create=Write(
            actions.send_roster, RosterGiven, SCOPE, MultiPartParser, is_begun=True
        ),
        writes=(
            Write(actions.confirm_roster, ImportGiven, SCOPE, is_begun=True),
            Write(actions.undo_roster, scope=SCOPE),
            Write(actions.discard_roster, scope=SCOPE),
        ),
        views={"<int:pk>/rows": RosterRows, "<int:pk>/rejected.xlsx": RosterRejected},
    )
)
