"""Pages of training."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from candidates.incubation.access import INCUBATIONS
from candidates.incubation.models import Incubation
from candidates.incubation.stages import State as IncubationState
from candidates.register.stages import ROOMS, Stage
from spark.accounts.models import User
from spark.records import Button, Entrance, ReasonForm, Room
from training.course import access, actions, handover
from training.course.forms import DecisionForm, LeaveForm
from training.course.models import Enrolment
from training.course.stages import TONES, State


def facts(record: Enrolment, user: User) -> Iterator[tuple]:
    yield _("Since"), record.state_since
    if access.sees_unreleased(user):
        yield _("Decision"), record.get_decision_display()
        yield _("Reason for the decision"), record.decision_reason


def interning(user: User) -> QuerySet[Incubation]:
    """The active internships from which training can be entered."""
    return INCUBATIONS.visible_to(user).filter(
        candidate__stage=Stage.INCUBATION, state=IncubationState.ACTIVE
    )


ROOM = Room(
    name="training",
    title=_("Training"),
    door=access.ENROLMENTS,
    facts=facts,
    tones=TONES,
    entrance=Entrance(
        "enter",
        _("Enrol in training"),
        handover.incubation_to_training,
        interning,
        ROOMS[Stage.TRAINING].entered_from,
        _("Enrolled in training."),
    ),
    buttons=(
        Button(
            "start-learning",
            _("Begin course"),
            actions.start_learning,
            _("Course begun."),
            move="start_learning",
            primary=True,
        ),
        Button(
            "start-competing",
            _("Let compete in trials"),
            actions.start_competing,
            _("Competes in trials now."),
            move="start_competing",
            primary=True,
        ),
        Button(
            "decide",
            _("Note decision"),
            actions.decide,
            _("Decision noted. It is known once released."),
            states=frozenset({State.COMPETING}),
            form=DecisionForm,
        ),
        Button(
            "release",
            _("Release decision"),
            actions.release,
            _("Decision released."),
            states=frozenset({State.COMPETING}),
            when=lambda record: bool(record.decision),
            primary=True,
        ),
        Button(
            "leave",
            _("Leave the programme"),
            actions.leave,
            _("Has left the programme."),
            move="drop",
            form=LeaveForm,
            danger=True,
        ),
        Button(
            "appeal",
            _("Hear appeal"),
            actions.appeal,
            _("Competes again."),
            move="appeal",
            form=ReasonForm,
        ),
    ),
)
