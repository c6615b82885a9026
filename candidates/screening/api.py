"""Screenings for campus systems: what was asked for, that it came in, and leaving."""

from rest_framework import serializers

from candidates.lists.forms import conditions_of_records
from candidates.register.api import leaving_from
from candidates.register.stages import Stage
from candidates.screening import access, actions
from candidates.screening.models import Screening
from candidates.screening.stages import State
from spark.resources import Resource, Write, register


class ScreeningSerializer(serializers.ModelSerializer):
    """A screening as the candidate's campus sees it: never a mark or a draft."""

    class Meta:
        model = Screening
        fields = [
            "id",
            "candidate",
            "state",
            "state_since",
            "entered_at",
            "updated_at",
            "asked_for",
        ]
        read_only_fields = fields


register(
    Resource(
        "screenings",
        access.SCREENINGS,
        ScreeningSerializer,
        conditions_of_records(State),
        writes=(
            Write(actions.receive_more),
            Write(actions.leave, leaving_from(Stage.SCREENING)),
        ),
    )
)
