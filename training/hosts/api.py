"""Weeks and permits for campus systems: when their people can come, what lets them."""

from typing import Any

from django.db.models import BigIntegerField, QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers

from candidates.lists.forms import AboutCandidates
from candidates.register.models import Candidate
from spark.conditions import AnyOf, Followed
from spark.paging import Order
from spark.resources import Resource, Write, register
from spark.rest.fields import ProseGiven
from training.hosts import access, actions
from training.hosts.forms import ASKED, MOST, overlaps
from training.hosts.models import Permit, PermitKind, WeeklyKind, WeeklyTime
from training.studio.models import ENDS_LATER
from training.studio.queries import categories
from training.studio.rules import backwards

READ, ACT = "trials:read", "trials:act"


class TimeSerializer(serializers.ModelSerializer):
    """A time of the week. Monday is 0; `ends_at` 00:00 is the end of the day."""

    kind = serializers.ChoiceField(WeeklyKind.choices)

    class Meta:
        model = WeeklyTime
        fields = ["kind", "weekday", "starts_at", "ends_at"]

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if backwards(given["starts_at"], given["ends_at"]):
            raise serializers.ValidationError({"ends_at": [str(ENDS_LATER)]})
        return given


class WeekSerializer(serializers.ModelSerializer):
    """When a candidate can come: the week of everybody in incubation or training.

    `id` is the candidate's. `free` are times for trials, `lesson` count as work. Who
    has no free time entered counts as free all day, outside the lessons. `updated_at`
    is null until a week is entered.
    """

    times = TimeSerializer(source="weekly_times", many=True)
    updated_at = serializers.DateTimeField(source="week.updated_at", allow_null=True)

    class Meta:
        model = Candidate
        fields = ["id", "student_number", "times", "updated_at"]
        read_only_fields = fields


class WeekGiven(serializers.Serializer):
    """The whole week, instead of the one there is."""

    times = TimeSerializer(many=True, max_length=MOST)

    def __init__(self, *args: Any, partial: bool = False, **more: Any) -> None:
        """As a whole by PATCH too."""
        super().__init__(*args, **more)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        names = TimeSerializer.Meta.fields
        times = [tuple(row[name] for name in names) for row in given["times"]]
        if wrong := overlaps(times):
            said: list[Any] = [{} for _time in times]
            for place, error in wrong.items():
                said[place] = error.message_dict
            raise serializers.ValidationError({"times": said})
        return {"times": times}


class PermitSerializer(serializers.ModelSerializer):
    """What lets a candidate on air: a test passed, a licence, a filing.

    Campuses enter filings, the office the others. `holds` is false for a test that
    wasn't passed; `valid_until` null is for good.
    """

    category = serializers.SlugRelatedField("slug", read_only=True)
    holds = serializers.BooleanField()

    class Meta:
        model = Permit
        fields = [
            "id",
            "candidate",
            "kind",
            "category",
            "score",
            "reference",
            "valid_from",
            "valid_until",
            "holds",
            "updated_at",
        ]
        read_only_fields = fields


class PermitChange(serializers.ModelSerializer):
    """What can be corrected of a permit."""

    category = serializers.SlugRelatedField(
        "slug", queryset=categories(), allow_null=True, required=False
    )
    reference = ProseGiven(max_length=60, allow_blank=True, required=False)

    class Meta:
        model = Permit
        fields = ["category", "score", "reference", "valid_from", "valid_until"]


class PermitGiven(PermitChange):
    """A permit of a candidate in incubation or training."""

    candidate = serializers.IntegerField(
        source="pk", min_value=1, max_value=BigIntegerField.MAX_BIGINT
    )
    kind = serializers.ChoiceField(PermitKind.choices)

    class Meta(PermitChange.Meta):
        fields = ["candidate", "kind", *PermitChange.Meta.fields]

    def validate_candidate(self, pk: int) -> int:
        files = access.FILES.visible_to(self.context["request"].user)
        if not files.filter(pk=pk).exists():
            raise serializers.ValidationError(
                _("This isn't there any more, or isn't yours.")
            )
        return pk

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        asked = ASKED[PermitKind(given["kind"])]
        missing = [name for name in asked if given.get(name) in (None, "")]
        if missing:
            said = [_("This field is required.")]
            raise serializers.ValidationError(dict.fromkeys(missing, said))
        return given


class WeekConditions(Followed, AboutCandidates):
    path = ""
    changed = Order("week__updated_at", descending=False)


class PermitConditions(Followed, AboutCandidates):
    kind = AnyOf(choices=PermitKind.choices)

    def narrow(self, rows: QuerySet[Permit]) -> QuerySet[Permit]:
        rows, chosen = super().narrow(rows), self.chosen
        return rows.filter(kind__in=chosen["kind"]) if "kind" in chosen else rows


register(
    Resource(
        "weeks",
        access.FILES,
        WeekSerializer,
        WeekConditions,
        scope=READ,
        update=Write(actions.set_week, WeekGiven, ACT),
        along=["weekly_times"],
    )
)
register(
    Resource(
        "permits",
        access.PERMITS,
        PermitSerializer,
        PermitConditions,
        scope=READ,
        create=Write(actions.enter_permit, PermitGiven, ACT),
        update=Write(actions.change_permit, PermitChange, ACT),
        remove=Write(actions.remove_permit, scope=ACT),
    )
)
