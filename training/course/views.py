"""Pages of training."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from candidates.register.stages import STAGE_STATES, Stage
from candidates.register.views.display import decision_of
from candidates.register.views.parts import add_part, of_stage
from spark.accounts.models import User
from spark.records import Button, Entrance, ReasonForm, Section, register
from training.course import access, actions, handover
from training.course.forms import DecisionForm, LeaveForm
from training.course.models import Enrolment
from training.course.stages import TONES


def facts(record: Enrolment, user: User) -> Iterator[tuple]:
    yield _("Since"), record.state_since
    if access.sees_unreleased(user):
        yield _("Decision"), record.get_decision_display()
        yield _("Reason for the decision"), record.decision_reason


SECTION = Section(
    name="training",
    title=_("Training"),
    door=access.ENROLMENTS,
    facts=facts,
    tones=TONES,
    entrance=Entrance(
        handover.incubation_to_training,
        _("Enrol in training"),
        _("Enrolled in training."),
        primary=True,
        at=STAGE_STATES[Stage.TRAINING].entered_from,
    ),
    buttons=(
        Button(
            actions.start_learning,
            _("Begin course"),
            _("Course begun."),
            primary=True,
        ),
        Button(
            actions.start_competing,
            _("Let compete in trials"),
            _("Competes in trials now."),
            primary=True,
        ),
        Button(
            actions.decide,
            _("Note decision"),
            _("Decision noted. It is known once released."),
            form=DecisionForm,
        ),
        Button(
            actions.release,
            _("Release decision"),
            _("Decision released."),
            primary=True,
            becomes=decision_of,
        ),
        Button(
            actions.leave,
            _("Leave the programme"),
            _("Has left the programme."),
            form=LeaveForm,
            danger=True,
        ),
        Button(
            actions.appeal,
            _("Hear appeal"),
            _("Competes again."),
            form=ReasonForm,
        ),
    ),
)
register(SECTION)
add_part(of_stage(SECTION))
