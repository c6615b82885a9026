"""Enrolments for campus systems: where their people stand in training, leaving."""

from rest_framework import serializers

from candidates.lists.forms import conditions_of_records
from candidates.register.access import reasons_at
from candidates.register.stages import Stage
from spark.resources import Resource, Write, register
from spark.rest.fields import ProseGiven
from training.course import access, actions
from training.course.models import Enrolment
from training.course.stages import State


class EnrolmentSerializer(serializers.ModelSerializer):
    """An enrolment as the candidate's campus sees it: no decision before release."""

    class Meta:
        model = Enrolment
        fields = [
            "id",
            "candidate",
            "state",
            "state_since",
            "entered_at",
            "updated_at",
        ]
        read_only_fields = fields


class LeaveDuringTraining(serializers.Serializer):
    """Why somebody leaves: a reason of the programme's list, and what happened."""

    left_reason = serializers.SlugRelatedField(
        "slug",
        queryset=reasons_at(Stage.TRAINING),
        help_text="Short name of a reason that is offered during training.",
    )
    reason = ProseGiven(max_length=300)


register(
    Resource(
        "enrolments",
        access.ENROLMENTS,
        EnrolmentSerializer,
        conditions_of_records(State),
        writes=(Write(actions.leave, LeaveDuringTraining),),
    )
)
