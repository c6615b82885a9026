"""Trials for campus systems: when and where their people broadcast, and whether."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from candidates.lists.forms import RecordConditions
from spark import clock
from spark.campuses.models import Base
from spark.conditions import AnyOf, OneOf
from spark.paging import YEARS, Order
from spark.resources import Resource, Write, register
from spark.rest.fields import ProseGiven
from training.studio.models import LiveRoom
from training.trials import access, actions, queries
from training.trials.models import Campaign, Round, Trial
from training.trials.stages import TrialState

READ, ACT = "trials:read", "trials:act"
ORDERS = {"starts": queries.TO_COME, "-starts": queries.PAST}


class CampaignSerializer(serializers.ModelSerializer):
    """The competition of a batch."""

    class Meta:
        model = Campaign
        fields = ["id", "name_zh", "name_en", "starts_on", "ends_on"]


class RoundSerializer(serializers.ModelSerializer):
    """A round of a campaign."""

    class Meta:
        model = Round
        fields = ["id", "number", "starts_on", "ends_on"]


class BaseSerializer(serializers.ModelSerializer):
    """Where the room is."""

    code = serializers.CharField()

    class Meta:
        model = Base
        fields = ["code", "name_zh", "name_en"]


class RoomSerializer(serializers.ModelSerializer):
    """The live room."""

    class Meta:
        model = LiveRoom
        fields = ["id", "name_zh", "name_en"]


class TrialSerializer(serializers.ModelSerializer):
    """A trial as the candidate's campus sees it, once published: no numbers, no mark.

    Say by `confirm_by` whether they come. What a later plan moves is `planned` again.
    """

    campus = serializers.CharField(source="candidate.campus.code")
    direction = serializers.CharField(source="candidate.direction.slug")
    campaign = CampaignSerializer(source="round.campaign")
    round = RoundSerializer()
    base = BaseSerializer(source="slot.room.base")
    room = RoomSerializer(source="slot.room")
    seat = serializers.IntegerField(source="seat.number")
    starts_at = serializers.DateTimeField(source="during.lower")
    ends_at = serializers.DateTimeField(source="during.upper")
    confirm_by = serializers.DateTimeField()

    class Meta:
        model = Trial
        fields = [
            "id",
            "candidate",
            "campus",
            "direction",
            "campaign",
            "round",
            "base",
            "room",
            "seat",
            "starts_at",
            "ends_at",
            "confirm_by",
            "state",
            "state_since",
            "went_live_at",
            "ended_at",
            "updated_at",
        ]
        read_only_fields = fields


class DeclineSerializer(serializers.Serializer):
    """Why somebody doesn't come."""

    reason = ProseGiven(max_length=300)


def day_field(label: Any) -> forms.DateField:
    first, last = date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31)
    within = [MinValueValidator(first), MaxValueValidator(last)]
    return forms.DateField(label=label, required=False, validators=within)


class TrialConditions(RecordConditions):
    """Whose, in which state, on which days."""

    state = AnyOf(choices=TrialState.choices)
    until = day_field(_("Last day"))
    vars()["from"] = day_field(_("First day"))  # a word of Python's
    sort = OneOf(
        label=_("Order"),
        choices=[("starts", _("Earliest first")), ("-starts", _("Latest first"))],
    )

    @property
    def order(self) -> tuple[Order, str]:
        sort = self.sorted_by
        return (ORDERS[sort], sort) if sort else super().order

    def narrow(self, rows: QuerySet[Trial]) -> QuerySet[Trial]:
        rows, chosen = super().narrow(rows), self.chosen
        if "from" in chosen:
            rows = rows.filter(starts_at__gte=clock.midnight(chosen["from"]))
        if "until" in chosen:
            after = clock.midnight(chosen["until"] + timedelta(days=1))
            rows = rows.filter(starts_at__lt=after)
        return rows


register(
    Resource(
        "trials",
        access.TRIALS,
        TrialSerializer,
        TrialConditions,
        writes=(
            Write(actions.confirm, scope=ACT),
            Write(actions.decline, DeclineSerializer, scope=ACT),
        ),
        scope=READ,
    )
)
