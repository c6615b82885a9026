"""Pages of incubation."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from candidates.incubation import access, actions, handover
from candidates.incubation.forms import LeaveForm, PapersForm
from candidates.incubation.models import Incubation
from candidates.incubation.stages import TONES
from candidates.register.stages import ROOMS, Stage
from candidates.screening.access import SCREENINGS
from candidates.screening.models import Screening
from candidates.screening.stages import State as ScreeningState
from spark.accounts.models import User
from spark.records import Button, Entrance, ReasonForm, Room


def facts(record: Incubation, user: User) -> Iterator[tuple]:
    yield _("Since"), record.state_since
    for name in PapersForm.Meta.fields:
        field = record._meta.get_field(name)
        yield capfirst(field.verbose_name), getattr(record, name)  # type: ignore[union-attr]


def passed(user: User) -> QuerySet[Screening]:
    """The screenings that passed, while their candidates wait to enter."""
    return SCREENINGS.visible_to(user).filter(
        candidate__stage=Stage.SCREENING, state=ScreeningState.PASSED
    )


ROOM = Room(
    name="incubation",
    title=_("Incubation"),
    door=access.INCUBATIONS,
    facts=facts,
    tones=TONES,
    entrance=Entrance(
        "enter",
        _("Take into incubation"),
        handover.screening_to_incubation,
        passed,
        ROOMS[Stage.INCUBATION].entered_from,
        _("Taken into incubation."),
    ),
    buttons=(
        Button(
            "activate",
            _("File papers and start internship"),
            actions.activate,
            _("Internship started."),
            move="activate",
            form=PapersForm,
            primary=True,
        ),
        Button(
            "suspend",
            _("Suspend"),
            actions.suspend,
            _("Suspended."),
            move="suspend",
            form=ReasonForm,
        ),
        Button(
            "resume",
            _("Resume"),
            actions.resume,
            _("Resumed."),
            move="resume",
            primary=True,
        ),
        Button(
            "complete",
            _("End internship"),
            actions.complete,
            _("Internship ended."),
            move="complete",
        ),
        Button(
            "break-off",
            _("Break off internship"),
            actions.break_off,
            _("Internship broken off."),
            move="break_off",
            form=ReasonForm,
            danger=True,
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
    ),
)
