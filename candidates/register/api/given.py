"""What systems give about candidates: particulars, and why somebody leaves."""

from functools import partial

from rest_framework import serializers

from candidates.register.access import directions, reasons_at
from candidates.register.sheets import cells
from candidates.register.stages import Stage
from spark.rest.fields import EmailGiven, Given, ProseGiven, ReadGiven

Read = partial(ReadGiven, required=False)
Label = partial(Read, cells.label, allow_blank=True)


class ParticularsGiven(Given):
    """How to reach somebody, and their class. An empty text erases."""

    phone = Read(cells.phone, max_length=40, help_text="A mainland mobile.")
    email = EmailGiven(max_length=254, required=False, allow_blank=True)
    guardian_name = Read(cells.name, max_length=60, allow_blank=True)
    guardian_phone = Read(cells.phone, max_length=40, allow_blank=True)
    department = Label(max_length=80)
    major = Label(max_length=80)
    class_name = Label(max_length=80)


class ParticularsChange(ParticularsGiven):
    """What is to change of them; until screening also the direction."""

    student_number = Label(max_length=40)
    direction = serializers.SlugRelatedField(
        "slug", queryset=directions(), required=False
    )


class ReasonGiven(Given):
    """Why, in a sentence."""

    reason = ProseGiven(max_length=300)


class LeaveGiven(ReasonGiven):
    """Why somebody leaves: a reason of the programme's list, and what happened."""


def leaving_from(stage: Stage) -> type[LeaveGiven]:
    """For a reason that is offered at the stage."""
    offered = serializers.SlugRelatedField(
        "slug",
        queryset=reasons_at(stage),
        help_text=f"Short name of a reason that is offered at the stage: {stage}.",
    )
    name = f"LeaveFrom{stage.capitalize()}"
    return type(
        name, (LeaveGiven,), {"left_reason": offered, "__doc__": LeaveGiven.__doc__}
    )
