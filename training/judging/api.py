"""Figures of trials on air, for the programme's own systems."""

from typing import Any

from django.db.models import BigIntegerField
from rest_framework import serializers

from candidates.lists.forms import AboutCandidates
from spark.plausible import DAYS, TAKINGS, within
from spark.resources import Resource, Write, register
from spark.rest.fields import Given
from training.judging import access, actions
from training.judging.models import LiveFigures


class LiveFiguresSerializer(serializers.ModelSerializer):
    """What a trial's screen said at a moment, until its result is entered.

    Only the programme's systems read it. It never counts: a result does.
    """

    candidate = serializers.IntegerField(source="trial.candidate_id")
    campus = serializers.CharField(source="trial.candidate.campus.code")

    class Meta:
        model = LiveFigures
        fields = [
            *("id", "trial", "candidate", "campus", "as_of"),
            *("viewers", "orders", "gmv_fen", "entered_at"),
        ]
        read_only_fields = fields


class LiveFiguresGiven(Given, serializers.ModelSerializer):
    """A trial on air, and its figures as they are now or were at `as_of`."""

    trial = serializers.IntegerField(min_value=1, max_value=BigIntegerField.MAX_BIGINT)
    gmv_fen = serializers.IntegerField(
        min_value=0, max_value=TAKINGS.most, allow_null=True, required=False
    )
    as_of = serializers.DateTimeField(
        required=False,
        help_text="when they were read off; now, if it isn't said",
        validators=within(DAYS),
    )

    class Meta:
        model = LiveFigures
        fields = ["trial", "viewers", "orders", "gmv_fen", "as_of"]

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        """As `enter_live_figures` takes it."""
        return {"pk": given.pop("trial"), **given}


class LiveFiguresConditions(AboutCandidates):
    """Whose."""

    path = "trial__candidate__"


register(
    Resource(
        "live-figures",
        access.LIVE_FIGURES,
        LiveFiguresSerializer,
        LiveFiguresConditions,
        scope="trials:read",
        create=Write(
            actions.enter_live_figures, LiveFiguresGiven, scope="results:write"
        ),
        is_announced=False,
    )
)
