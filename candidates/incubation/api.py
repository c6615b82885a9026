"""Incubations for campus systems: papers, how far the internship is, and its acts."""

from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from candidates.incubation import access, actions
from candidates.incubation.models import LASTS, Incubation
from candidates.incubation.stages import State
from candidates.lists.forms import conditions_of_records
from candidates.register.access import BASES
from candidates.register.api import ReasonGiven, leaving_from
from candidates.register.stages import Stage
from spark.accounts.scope import SYSTEM
from spark.plausible import DAYS, MONTHLY_PAY, within
from spark.resources import Resource, Write, register
from spark.rest.fields import Given, LineGiven, NameGiven, ProseGiven


class IncubationSerializer(serializers.ModelSerializer):
    """An internship as the candidate's campus sees it.

    `base` is the code of the base where it is; null while it is at no base. Pay is in
    fen a month.
    """

    base = serializers.SlugRelatedField("code", read_only=True, allow_null=True)

    class Meta:
        model = Incubation
        fields = [
            "id",
            "candidate",
            "state",
            "state_since",
            "entered_at",
            "updated_at",
            "starts_on",
            "ends_on",
            "base",
            "agreement_on",
            "consent_on",
            "policy_number",
            "insured_until",
            "mentor_name",
            "teacher_name",
            "pay_fen",
            "post_pay_fen",
        ]
        read_only_fields = fields


Day = partial(
    serializers.DateField, default=None, allow_null=True, validators=within(DAYS)
)
Name = partial(NameGiven, default="", allow_blank=True, max_length=60)
Fen = partial(
    serializers.IntegerField,
    default=None,
    allow_null=True,
    min_value=0,
    max_value=MONTHLY_PAY.most,
)


class PapersGiven(Given):
    """All that is on file of an internship; what is left out isn't on file.

    `reason` lets a warning of the rules pass, never what the law forbids.
    """

    starts_on = serializers.DateField(validators=within(DAYS))
    ends_on = serializers.DateField(validators=within(DAYS))
    base = serializers.SlugRelatedField(
        "code", queryset=BASES.visible_to(SYSTEM), default=None, allow_null=True
    )
    agreement_on = Day(help_text="The agreement of three parties was signed.")
    consent_on = Day(help_text="The student's and a parent's consent was signed.")
    policy_number = LineGiven(default="", allow_blank=True, max_length=60)
    insured_until = Day()
    mentor_name = Name()
    teacher_name = Name()
    pay_fen = Fen(help_text="A month.")
    post_pay_fen = Fen(help_text="Probation pay of the same post, a month.")
    reason = ProseGiven(default="", allow_blank=True, max_length=300)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["ends_on"] <= attrs["starts_on"]:
            said = _("The internship must end after it starts.")
            raise serializers.ValidationError({"ends_on": said})
        LASTS.check(attrs)
        reason = attrs.pop("reason")
        return {"papers": attrs, "reason": reason}


register(
    Resource(
        "incubations",
        access.INCUBATIONS,
        IncubationSerializer,
        conditions_of_records(State),
        writes=(
            Write(actions.activate, PapersGiven),
            Write(actions.correct_papers, PapersGiven),
            Write(actions.take_up_again, PapersGiven),
            Write(actions.suspend, ReasonGiven),
            Write(actions.resume),
            Write(actions.complete),
            Write(actions.break_off, ReasonGiven),
            Write(actions.leave, leaving_from(Stage.INCUBATION)),
        ),
    )
)
