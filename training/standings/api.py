"""Results and standings for systems: campuses read what is released."""

from typing import Any

from django.db.models import BigIntegerField
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from candidates.lists.forms import AboutCandidates
from spark.accounts.roles import Role
from spark.accounts.scope import has_role
from spark.plausible import TAKINGS
from spark.resources import Resource, Write, WriteMany, register
from spark.rest.fields import Given, LineGiven, ProseGiven
from training.standings import access, actions
from training.standings.models import Place, Result
from training.standings.rules import Band, Third, band

WRITE = "results:write"
NUMBERS = [
    "viewers",
    "views",
    "average_watch_seconds",
    "average_online",
    "peak_online",
    "interacting_viewers",
    "new_followers",
    "product_clickers",
    "cart_viewers",
    "buyers",
    "orders",
    "gmv_fen",
    "refunded_orders",
    "refund_fen",
    "refunds_until",
    "paid_viewers",
    "warm_up_minutes",
    "promotion",
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


def _fen() -> serializers.IntegerField:
    return serializers.IntegerField(
        min_value=0, max_value=TAKINGS.most, allow_null=True, required=False
    )


class ResultGiven(Given, serializers.ModelSerializer):
    """A finished trial's numbers; sent again, they correct what was entered."""

    trial = serializers.IntegerField(min_value=1, max_value=BigIntegerField.MAX_BIGINT)
    gmv_fen = _fen()
    refund_fen = _fen()
    promotion = LineGiven(max_length=40, required=False, allow_blank=True)
    reason = ProseGiven(
        max_length=500,
        required=False,
        allow_blank=True,
        help_text="why final numbers are corrected",
    )

    class Meta:
        model = Result
        fields = [
            *("trial", *NUMBERS, "recording", "judges_score", "is_final", "reason")
        ]

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        """As `enter_result` takes it."""
        reason = given.pop("reason", "")
        return {"pk": given.pop("trial"), "numbers": given, "reason": reason}


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


WHOLE = ("rank", "rank_low", "rank_high", "score", "low", "high", "p_in")
THIRDS = [one.value for one in Third]
BAND = {"type": ["string", "null"], "enum": [*THIRDS, None]}


class PlaceSerializer(serializers.ModelSerializer):
    """Where somebody stands in a round, once it is released.

    `band` is the third of those ranked that they are in, `band_best` and `band_worst`
    what it may well be (80 %); null where there wasn't enough data. Rank, score and
    chance are the programme's own to read, and null for a campus.
    """

    campus = serializers.CharField(source="candidate.campus.code")
    round = serializers.IntegerField(source="standing.round_id")
    number = serializers.IntegerField(source="standing.number")
    computed_at = serializers.DateTimeField(source="standing.computed_at")
    band = serializers.SerializerMethodField()
    band_best = serializers.SerializerMethodField()
    band_worst = serializers.SerializerMethodField()

    class Meta:
        model = Place
        fields = [
            *("id", "candidate", "campus", "round", "number", "computed_at"),
            *("band", "band_best", "band_worst", "trials", *WHOLE),
        ]
        read_only_fields = fields

    @extend_schema_field(BAND)
    def get_band(self, place: Place) -> str | None:
        found = _band(place)
        return found and found.third.value

    @extend_schema_field(BAND)
    def get_band_best(self, place: Place) -> str | None:
        found = _band(place)
        return found and found.best.value

    @extend_schema_field(BAND)
    def get_band_worst(self, place: Place) -> str | None:
        found = _band(place)
        return found and found.worst.value

    def to_representation(self, place: Place) -> dict[str, Any]:
        told = super().to_representation(place)
        if not has_role(self.context["request"].user, Role.OFFICE_CLIENT):
            told |= dict.fromkeys(WHOLE)
        return told


def _band(place: Place) -> Band | None:
    if place.is_short:
        return None
    ranks = place.rank, place.rank_low, place.rank_high
    return band(*ranks, of=place.standing.ranked)  # type: ignore[arg-type]


register(
    Resource(
        "standings",
        access.PLACES,
        PlaceSerializer,
        AboutCandidates,
        scope="trials:read",
    )
)
