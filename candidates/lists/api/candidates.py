"""Candidates as their own campus's system reads and writes them."""

from rest_framework import serializers

from candidates.lists.api.by_number import ByNumber
from candidates.lists.api.given import BatchGiven, CandidateGiven, StudentRow
from candidates.lists.forms import FilterForm, Offered, named_by
from candidates.register import access, actions
from candidates.register.api import ParticularsChange, leaving_from
from candidates.register.models import Candidate
from candidates.register.stages import Stage
from candidates.rosters.actions import IntakeResult, register_candidate, sync_candidates
from spark.accounts.models import User
from spark.paging import CHANGED, Order
from spark.resources import Resource, Write, WriteMany, reads, register


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

    @reads("left_reason_id")
    def get_left_reason(self, candidate: Candidate) -> str:
        """Short name of the reason for leaving; empty until somebody leaves."""
        return candidate.left_reason_id or ""


class CandidateConditions(FilterForm):
    """Those of the list's page, but not about one's own duties: systems have none.

    Who asks what changed since is told the oldest change first, unless they `sort`.
    """

    asked_only = True
    due = duty = None  # type: ignore[assignment]

    @property
    def order(self) -> tuple[Order, str]:
        is_followed = "updated_since" in self.chosen and not self.sorted_by
        return (CHANGED, "changed") if is_followed else super().order

    def offered(self, user: User) -> dict[str, list[Offered]]:
        """Those asked for: nobody chooses from a list here."""
        return named_by(user, self.given)


def _became(result: IntakeResult) -> tuple[int, bool]:
    return result.candidate.pk, result.outcome == "added"


WRITE = "candidates:write"
register(
    Resource(
        "candidates",
        access.CANDIDATES,
        CandidateSerializer,
        CandidateConditions,
        create=Write(register_candidate, CandidateGiven, WRITE),
        update=Write(actions.change_particulars, ParticularsChange, WRITE),
        writes=(Write(actions.leave, leaving_from(Stage.REGISTERED), WRITE),),
        bulk=WriteMany(sync_candidates, StudentRow, _became, BatchGiven, WRITE),
        views={"by-number/<slug:batch>/<path:student_number>": ByNumber},
    )
)
