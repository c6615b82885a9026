"""The register for campus systems: read your own candidates."""

from django.db.models import QuerySet
from rest_framework import generics, serializers

from candidates.register import access
from candidates.register.models import Candidate


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


class _Candidates:
    """What both views share: the scope, the door, the shape."""

    required_scope = "candidates:read"
    throttle_scope = "api"
    serializer_class = CandidateSerializer

    def get_queryset(self) -> QuerySet[Candidate]:
        # The schema's generator looks at the view without anybody calling it.
        nobody = getattr(self, "swagger_fake_view", False)
        user = None if nobody else self.request.user  # type: ignore[attr-defined]
        return access.CANDIDATES.visible_to(user)


class CandidateList(_Candidates, generics.ListAPIView):
    """Your campus's candidates, newest first, in pages by cursor."""

    filterset_fields = ["stage", "state", "batch__slug", "student_number"]


class CandidateDetail(_Candidates, generics.RetrieveAPIView):
    """One of your campus's candidates."""
