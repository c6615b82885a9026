"""Pages of screening."""

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from candidates.register.access import CANDIDATES
from candidates.register.models import Candidate
from candidates.register.stages import BulkVerb, Stage, add_bulk
from candidates.screening import access, actions, handover
from candidates.screening.forms import DecisionForm
from candidates.screening.models import Screening
from candidates.screening.stages import TONES
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


def registered(user: User, candidate_id: int) -> Candidate | None:
    """The candidate, while they can be called."""
    return (
        CANDIDATES.visible_to(user)
        .filter(pk=candidate_id, stage=Stage.REGISTERED)
        .first()
    )


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
        _("Called to screening."),
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
            when=lambda record: record.can_be_decided,
            form=DecisionForm,
        ),
        Button(
            "release",
            _("Release decision"),
            actions.release,
            _("Decision released."),
            when=lambda record: record.can_be_decided and bool(record.decision),
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
            when=lambda record: record.is_waitlisted,
            form=ReasonForm,
        ),
        Button(
            "close-waitlist",
            _("Close waitlist"),
            actions.close_waitlist,
            _("Waitlist closed."),
            when=lambda record: record.is_waitlisted,
            form=ReasonForm,
            danger=True,
        ),
        Button(
            "withdraw",
            _("Withdraw"),
            actions.withdraw,
            _("Withdrawn."),
            move="withdraw",
            form=ReasonForm,
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


def why_not_called(candidate: Candidate) -> str | Promise:
    """Only who is registered and nothing else can be called."""
    if candidate.stage == Stage.REGISTERED:
        return ""
    if candidate.stage == Stage.LEFT:
        return _("has left")
    return _("already called")


add_bulk(
    BulkVerb(
        name="call-to-screening",
        label=_("Call to screening"),
        icon="clipboard-check",
        may=lambda user: access.SCREENINGS.may(user, "enter"),
        skips=why_not_called,
        act=handover.register_to_screening,
        said=_("Called %(n)d to screening."),
    )
)
