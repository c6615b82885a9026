"""Screenings for campus systems: what was asked for, and that it came in."""

from rest_framework import serializers

from candidates.screening import access, actions
from candidates.screening.models import Screening
from spark.resources import Resource, Write, register


class ScreeningSerializer(serializers.ModelSerializer):
    """A screening as the candidate's campus sees it: never a mark or a draft."""

    class Meta:
        model = Screening
        fields = ["id", "candidate", "state", "state_since", "asked_for"]
        read_only_fields = fields


register(
    Resource(
        "screenings",
        access.SCREENINGS,
        ScreeningSerializer,
        filters=("candidate", "state"),
        writes=(Write(actions.receive_more),),
    )
)
