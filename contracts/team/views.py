"""Pages of the team."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from candidates.register.stages import ROOMS, Stage
from contracts.signing.access import CONTRACTS
from contracts.signing.models import Contract
from contracts.signing.stages import State as ContractState
from contracts.team import access, actions, handover
from contracts.team.forms import LeaveForm, PlaceForm
from contracts.team.models import Membership
from contracts.team.stages import TONES
from spark.accounts.models import User
from spark.records import Button, Entrance, ReasonForm, Room


def facts(record: Membership, user: User) -> Iterator[tuple]:
    yield _("Since"), record.state_since
    yield _("Matrix team"), record.team


def in_force(user: User) -> QuerySet[Contract]:
    """The contracts in force whose candidates wait to enter."""
    return CONTRACTS.visible_to(user).filter(
        candidate__stage=Stage.SIGNING, state=ContractState.IN_FORCE
    )


ROOM = Room(
    name="management",
    title=_("Management"),
    door=access.MEMBERSHIPS,
    facts=facts,
    tones=TONES,
    entrance=Entrance(
        "enter",
        _("Take into the team"),
        handover.signing_to_management,
        in_force,
        ROOMS[Stage.MANAGEMENT].entered_from,
        _("Taken into the team, on probation."),
    ),
    buttons=(
        Button(
            "confirm",
            _("Confirm"),
            actions.confirm,
            _("Confirmed as a formal employee."),
            move="confirm",
            form=PlaceForm,
            primary=True,
        ),
        Button(
            "go-on-leave",
            _("Go on leave"),
            actions.go_on_leave,
            _("On leave now."),
            move="go_on_leave",
            form=ReasonForm,
        ),
        Button(
            "return-from-leave",
            _("Back from leave"),
            actions.return_from_leave,
            _("Back on the rota."),
            move="return_from_leave",
            primary=True,
        ),
        Button(
            "leave",
            _("Leave the programme"),
            actions.leave,
            _("Has left the programme."),
            move="end",
            form=LeaveForm,
            danger=True,
        ),
    ),
)
