"""Memberships for campus systems: who became an anchor of which team."""

from rest_framework import serializers

from candidates.lists.forms import conditions_of_records
from contracts.team import access
from contracts.team.models import Membership
from contracts.team.stages import State
from spark.campuses.models import MatrixTeam
from spark.resources import Resource, register


class TeamSerializer(serializers.ModelSerializer):
    class Meta:
        model = MatrixTeam
        fields = ["id", "name_zh", "name_en"]


class MembershipSerializer(serializers.ModelSerializer):
    """A membership as the candidate's campus sees it; without a team at first."""

    team = TeamSerializer(read_only=True, allow_null=True)

    class Meta:
        model = Membership
        fields = [
            "id",
            "candidate",
            "state",
            "state_since",
            "entered_at",
            "updated_at",
            "team",
        ]
        read_only_fields = fields


register(
    Resource(
        "memberships",
        access.MEMBERSHIPS,
        MembershipSerializer,
        conditions_of_records(State),
    )
)
