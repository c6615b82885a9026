"""Enrolments for campus systems: where their people stand in training."""

from rest_framework import serializers

from candidates.register.forms import conditions_of_records
from spark.resources import Resource, register
from training.course import access
from training.course.models import Enrolment
from training.course.stages import State


class EnrolmentSerializer(serializers.ModelSerializer):
    """An enrolment as the candidate's campus sees it: no decision before release."""

    class Meta:
        model = Enrolment
        fields = ["id", "candidate", "state", "state_since", "entered_at"]
        read_only_fields = fields


register(
    Resource(
        "enrolments",
        access.ENROLMENTS,
        EnrolmentSerializer,
        conditions_of_records(State),
    )
)
