"""Pages of screening."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from candidates.register.stages import STAGE_STATES, Stage
from candidates.register.views.display import decision_of
from candidates.register.views.parts import add_part, of_stage
from candidates.screening import access, actions, handover
from candidates.screening.forms import AskForm, DecisionForm, LeaveForm
from candidates.screening.models import Screening
from candidates.screening.stages import TONES
from spark.accounts.models import User
from spark.accounts.templatetags.spark_ui import day
from spark.records import Button, Entrance, ReasonForm, Section, register


def facts(record: Screening, user: User) -> Iterator[tuple]:
    yield _("Since"), record.state_since
    if record.asked_for:
        yield _("Asked for"), record.asked_for
        yield _("Wanted"), record.get_wanted_display()
    if access.sees_unreleased(user):
        yield _("Reviewer"), record.reviewer
        yield _("Decision"), record.get_decision_display()
        yield _("Ground"), record.get_decision_ground_display()
        yield _("Reason for the decision"), record.decision_reason
        yield _("Decided by"), record.decided_by


def asked(n: int, given: Mapping[str, Any]) -> str:
    said = ngettext(
        "%(n)d candidate and their college were asked, until %(day)s.",
        "%(n)d candidates and their colleges were asked, until %(day)s.",
        n,
    )
    return said % {"n": n, "day": day(given["until"])}


SECTION = Section(
    name="screening",
    title=_("Screening"),
    door=access.SCREENINGS,
    facts=facts,
    tones=TONES,
    entrance=Entrance(
        handover.register_to_screening,
        _("Call to screening"),
        _("Called to screening."),
        primary=True,
        at=STAGE_STATES[Stage.SCREENING].entered_from,
    ),
    buttons=(
        Button(
            actions.open_review,
            _("Open review"),
            _("Review opened."),
            primary=True,
        ),
        Button(
            actions.assign,
            _("Give to reviewers"),
            _("Given to reviewers."),
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
            actions.ask_more,
            _("Ask for more"),
            _("Candidate and college were asked."),
            said_of_many=asked,
            form=AskForm,
        ),
        Button(
            actions.receive_more,
            _("It came in"),
            _("Back in review."),
            primary=True,
        ),
        Button(
            actions.go_on_without,
            _("Go on without it"),
            _("Back in review."),
            form=ReasonForm,
        ),
        Button(
            actions.take_from_waitlist,
            _("Take from waitlist"),
            _("Taken from the waitlist."),
            form=ReasonForm,
        ),
        Button(
            actions.close_waitlist,
            _("Close waitlist"),
            _("Waitlist closed."),
            form=ReasonForm,
            danger=True,
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
            _("Back in review."),
            form=ReasonForm,
        ),
    ),
)
register(SECTION)
add_part(of_stage(SECTION))
