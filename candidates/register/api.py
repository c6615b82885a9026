"""The register for campus systems: read your own candidates."""

from rest_framework import serializers

from candidates.register import access
from candidates.register.models import Candidate
from spark.resources import Resource, register


class CandidateSerializer(serializers.ModelSerializer):
    """A candidate as its own campus sees it: never an ID number, a mark or a draft."""

    name = serializers.CharField(source="person.name", read_only=True)
    campus = serializers.SlugRelatedField("code", read_only=True)
    batch = serializers.SlugRelatedField("slug", read_only=True)
    direction = serializers.SlugRelatedField("slug", read_only=True)
    left_reason = serializers.SerializerMethodField()

    class Meta:
        model = Candidate
        fields = [
            "id",
            "name",
            "student_number",
            "campus",
            "batch",
            "direction",
            "department",
            "major",
            "class_name",
            "stage",
            "stage_since",
            "state",
            "state_since",
            "left_from",
            "left_reason",
            "updated_at",
        ]
        read_only_fields = fields

    def get_left_reason(self, candidate: Candidate) -> str:
        """Short name of the reason for leaving; empty until somebody leaves."""
        return candidate.left_reason_id or ""


register(
    Resource(
        "candidates",
        access.CANDIDATES,
        CandidateSerializer,
        filters=("stage", "state", "batch__slug", "student_number"),
    )
)
