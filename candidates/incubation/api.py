"""Incubations for campus systems: how far the internship and its papers are."""

from rest_framework import serializers

from candidates.incubation import access
from candidates.incubation.models import Incubation
from candidates.incubation.stages import State
from candidates.lists.forms import conditions_of_records
from spark.resources import Resource, register


class IncubationSerializer(serializers.ModelSerializer):
    """An internship as the candidate's campus sees it."""

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
            "agreement_on",
            "consent_on",
            "policy_number",
            "insured_until",
            "mentor_name",
            "teacher_name",
        ]
        read_only_fields = fields


register(
    Resource(
        "incubations",
        access.INCUBATIONS,
        IncubationSerializer,
        conditions_of_records(State),
    )
)
