"""Screenings for campus systems: what was asked for, that it came in, and leaving."""

from rest_framework import serializers

from candidates.register.access import reasons_at
from candidates.register.forms import conditions_of_records
from candidates.register.stages import Stage
from candidates.screening import access, actions
from candidates.screening.models import Screening
from candidates.screening.stages import State
from spark.resources import Resource, Write, register
from spark.rest.fields import ProseGiven


class ScreeningSerializer(serializers.ModelSerializer):
    """A screening as the candidate's campus sees it: never a mark or a draft."""

    class Meta:
        model = Screening
        fields = ["id", "candidate", "state", "state_since", "asked_for"]
        read_only_fields = fields


class LeaveSerializer(serializers.Serializer):
    """Why somebody leaves: a reason of the programme's list, and what happened."""

    left_reason = serializers.SlugRelatedField(
        "slug",
        queryset=reasons_at(Stage.SCREENING),
        help_text="Short name of a reason that is offered during screening.",
    )
    reason = ProseGiven(max_length=300)


register(
    Resource(
        "screenings",
        access.SCREENINGS,
        ScreeningSerializer,
        conditions_of_records(State),
        writes=(
            Write(actions.receive_more),
            Write(actions.leave, LeaveSerializer),
        ),
    )
)
