"""Pages of the team."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from candidates.register.stages import STAGE_STATES, Stage
from candidates.register.views.parts import add_part, of_stage
from contracts.team import access, actions, handover
from contracts.team.forms import LeaveForm, PlaceForm
from contracts.team.models import Membership
from contracts.team.stages import TONES
from spark.accounts.models import User
from spark.records import Button, Entrance, ReasonForm, Section, register


def facts(record: Membership, user: User) -> Iterator[tuple]:
    yield _("Since"), record.state_since
    yield _("Matrix team"), record.team


SECTION = Section(
    name="management",
    title=_("Management"),
    door=access.MEMBERSHIPS,
    facts=facts,
    tones=TONES,
    entrance=Entrance(
        handover.signing_to_management,
        _("Take into the team"),
        _("Taken into the team, on probation."),
        primary=True,
        at=STAGE_STATES[Stage.MANAGEMENT].entered_from,
    ),
    buttons=(
        Button(
            actions.confirm,
            _("Confirm"),
            _("Confirmed as a formal employee."),
            form=PlaceForm,
            primary=True,
        ),
        Button(
            actions.go_on_leave,
            _("Go on leave"),
            _("On leave now."),
            form=ReasonForm,
        ),
        Button(
            actions.return_from_leave,
            _("Back from leave"),
            _("Back on the rota."),
            primary=True,
        ),
        Button(
            actions.leave,
            _("Leave the programme"),
            _("Has left the programme."),
            form=LeaveForm,
            danger=True,
        ),
    ),
)
register(SECTION)
add_part(of_stage(SECTION))
