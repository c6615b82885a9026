"""Pages of screening."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from candidates.register.access import CANDIDATES
from candidates.register.models import Candidate
from candidates.register.stages import ROOMS, Stage
from candidates.screening import access, actions, handover
from candidates.screening.forms import DecisionForm, LeaveForm
from candidates.screening.models import Screening
from candidates.screening.stages import TONES, State
from spark.accounts.models import User
from spark.records import Button, Entrance, ReasonForm, Room


def facts(record: Screening, user: User) -> Iterator[tuple]:
    yield _("Since"), record.state_since
    if record.asked_for:
        yield _("Asked for"), record.asked_for
    if access.sees_unreleased(user):
        yield _("Reviewer"), record.reviewer
        yield _("Decision"), record.get_decision_display()
        yield _("Reason for the decision"), record.decision_reason


def registered(user: User) -> QuerySet[Candidate]:
    """Who can be called."""
    return CANDIDATES.visible_to(user).filter(stage=Stage.REGISTERED)


ROOM = Room(
    name="screening",
    title=_("Screening"),
    door=access.SCREENINGS,
    facts=facts,
    tones=TONES,
    entrance=Entrance(
        "enter",
        _("Call to screening"),
        handover.register_to_screening,
        registered,
        ROOMS[Stage.SCREENING].entered_from,
        _("Called to screening."),
        key="pk",
    ),
    buttons=(
        Button(
            "open-review",
            _("Open review"),
            actions.open_review,
            _("Review opened."),
            move="open_review",
            primary=True,
        ),
        Button(
            "decide",
            _("Note decision"),
            actions.decide,
            _("Decision noted. It is known once released."),
            states=frozenset({State.IN_REVIEW}),
            form=DecisionForm,
        ),
        Button(
            "release",
            _("Release decision"),
            actions.release,
            _("Decision released."),
            states=frozenset({State.IN_REVIEW}),
            when=lambda record: bool(record.decision),
            primary=True,
        ),
        Button(
            "ask-more",
            _("Ask for more"),
            actions.ask_more,
            _("The college was asked."),
            move="ask_more",
            form=ReasonForm,
        ),
        Button(
            "receive-more",
            _("It came in"),
            actions.receive_more,
            _("Back in review."),
            move="receive_more",
            primary=True,
        ),
        Button(
            "take-from-waitlist",
            _("Take from waitlist"),
            actions.take_from_waitlist,
            _("Taken from the waitlist."),
            states=frozenset({State.WAITLISTED}),
            form=ReasonForm,
        ),
        Button(
            "close-waitlist",
            _("Close waitlist"),
            actions.close_waitlist,
            _("Waitlist closed."),
            states=frozenset({State.WAITLISTED}),
            form=ReasonForm,
            danger=True,
        ),
        Button(
            "leave",
            _("Leave the programme"),
            actions.leave,
            _("Has left the programme."),
            move="withdraw",
            form=LeaveForm,
            danger=True,
        ),
        Button(
            "appeal",
            _("Hear appeal"),
            actions.appeal,
            _("Back in review."),
            move="appeal",
            form=ReasonForm,
        ),
    ),
)
