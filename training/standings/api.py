"""Results for systems: the programme brings them in, campuses read what is released."""

from typing import Any

from django.db.models import BigIntegerField
from rest_framework import serializers

from candidates.lists.forms import AboutCandidates
from spark.resources import Resource, Write, WriteMany, register
from spark.rest.fields import Given
from training.standings import access, actions
from training.standings.forms import MOST_YUAN
from training.standings.models import Result

WRITE = "results:write"
NUMBERS = [
    "viewers",
    "views",
    "average_watch_seconds",
    "peak_online",
    "interacting_viewers",
    "new_followers",
    "product_clickers",
    "buyers",
    "orders",
    "gmv_fen",
    "paid_viewers",
]


class ResultSerializer(serializers.ModelSerializer):
    """What came of a trial: a campus reads it once its round is closed.

    Money is in fen, null is what wasn't measured, and the judges' score is never told.
    """

    candidate = serializers.IntegerField(source="trial.candidate_id")
    campus = serializers.CharField(source="trial.candidate.campus.code")
    round = serializers.IntegerField(source="trial.round_id")

    class Meta:
        model = Result
        fields = [
            *("id", "trial", "candidate", "campus", "round"),
            *NUMBERS,
            *("is_final", "entered_at"),
        ]
        read_only_fields = fields


class ResultGiven(Given, serializers.ModelSerializer):
    """A finished trial's numbers; sent again, they correct what was entered."""

    trial = serializers.IntegerField(min_value=1, max_value=BigIntegerField.MAX_BIGINT)
    gmv_fen = serializers.IntegerField(
        min_value=0, max_value=MOST_YUAN * 100, allow_null=True, required=False
    )

    class Meta:
        model = Result
        fields = ["trial", *NUMBERS, "judges_score", "is_final"]

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        """As `enter_result` takes it."""
        return {"pk": given.pop("trial"), "numbers": given}


class ResultRow(ResultGiven):
    """One of many, each by its trial."""


def _became(entered: actions.Entered) -> tuple[int, bool]:
    return entered.result.pk, entered.is_new


class ResultConditions(AboutCandidates):
    """Whose."""

    path = "trial__candidate__"


register(
    Resource(
        "results",
        access.RESULTS,
        ResultSerializer,
        ResultConditions,
        scope="trials:read",
        create=Write(actions.enter_result, ResultGiven, WRITE),
        bulk=WriteMany(actions.enter_results, ResultRow, _became, scope=WRITE),
    )
)
