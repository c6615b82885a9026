"""Pages of incubation."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from candidates.incubation import access, actions, handover
from candidates.incubation.forms import LeaveForm, PapersForm
from candidates.incubation.models import Incubation
from candidates.incubation.stages import TONES
from candidates.register.forms import in_yuan
from candidates.register.stages import STAGE_STATES, Stage
from candidates.register.views.parts import add_part, of_stage
from spark.accounts.models import User
from spark.accounts.templatetags.spark_ui import day
from spark.records import Button, Entrance, ReasonForm, Section, register

MONEY = {"pay_fen", "post_pay_fen"}


def facts(record: Incubation, user: User) -> Iterator[tuple]:
    yield _("Since"), record.state_since
    for name in PapersForm.Meta.fields:
        field = record._meta.get_field(name)
        value = getattr(record, name)
        if name in MONEY and value is not None:
            value = in_yuan(value)
        yield capfirst(field.verbose_name), value  # type: ignore[union-attr]


def started(n: int, given: Mapping[str, Any]) -> str:
    said = ngettext(
        "Start registered for %(n)d person, from %(first)s.",
        "Start registered for %(n)d people, from %(first)s.",
        n,
    )
    return said % {"n": n, "first": day(given["papers"]["starts_on"])}


def corrected(n: int, given: Mapping[str, Any]) -> str:
    said = ngettext(
        "Papers corrected for %(n)d person: %(first)s to %(last)s.",
        "Papers corrected for %(n)d people: %(first)s to %(last)s.",
        n,
    )
    papers = given["papers"]
    days = {"first": day(papers["starts_on"]), "last": day(papers["ends_on"])}
    return said % {"n": n, **days}


SECTION = Section(
    name="incubation",
    title=_("Incubation"),
    door=access.INCUBATIONS,
    facts=facts,
    tones=TONES,
    entrance=Entrance(
        handover.screening_to_incubation,
        _("Take into incubation"),
        _("Taken into incubation."),
        primary=True,
        at=STAGE_STATES[Stage.INCUBATION].entered_from,
    ),
    buttons=(
        Button(
            actions.activate,
            _("File papers and start internship"),
            _("Papers are on file; the internship begins."),
            said_of_many=started,
            form=PapersForm,
            primary=True,
        ),
        Button(
            actions.correct_papers,
            _("Correct papers"),
            _("Papers corrected."),
            said_of_many=corrected,
            form=PapersForm,
        ),
        Button(
            actions.take_up_again,
            _("Take internship up again"),
            _("Papers are on file; the internship begins."),
            said_of_many=started,
            form=PapersForm,
            primary=True,
        ),
        Button(
            actions.suspend,
            _("Suspend"),
            _("Suspended."),
            form=ReasonForm,
        ),
        Button(
            actions.resume,
            _("Resume"),
            _("Resumed."),
            primary=True,
        ),
        Button(
            actions.complete,
            _("End internship"),
            _("Internship ended."),
        ),
        Button(
            actions.break_off,
            _("Break off internship"),
            _("Internship broken off."),
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
    ),
)
register(
    SECTION,
    {
        "incubation-close": {actions.complete, actions.break_off},
        "incubation-again": {actions.take_up_again, actions.correct_papers},
    },
)
add_part(of_stage(SECTION))
