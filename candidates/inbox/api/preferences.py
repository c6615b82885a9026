"""Preferences for campus systems: which kinds of messages they are told."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from candidates.inbox import actions
from candidates.inbox.access import PREFERENCES
from candidates.inbox.forms import kinds_of_colleges
from spark.campuses.models import Campus
from spark.resources import Resource, Write, register


class KindSerializer(serializers.Serializer):
    """A kind of message that your campus is told, and how."""

    kind = serializers.CharField(source="name")
    label = serializers.CharField(help_text="In the language asked for.")
    essential = serializers.BooleanField(help_text="It can't be switched off.")
    to_people = serializers.ListField(
        child=serializers.ChoiceField(["in_app", "email"]),
        source="channels",
        help_text="How it comes to coordinators, who choose each for themselves.",
    )
    to_groups = serializers.BooleanField(
        source="group",
        help_text="Whether robots say it in your groups, as was chosen with each.",
    )


class PreferenceSerializer(serializers.ModelSerializer):
    """Which kinds of messages your campus is told, and which its systems don't want."""

    campus = serializers.CharField(source="code")
    kinds = serializers.SerializerMethodField()
    off = serializers.SerializerMethodField(
        help_text="Kinds that are no messages of the API's, and no events of webhooks."
    )

    class Meta:
        model = Campus
        fields = ["id", "campus", "kinds", "off"]
        read_only_fields = fields

    @extend_schema_field(KindSerializer(many=True))
    def get_kinds(self, campus: Campus) -> Any:
        return KindSerializer(kinds_of_colleges().values(), many=True).data

    def get_off(self, campus: Campus) -> list[str]:
        return sorted(row.kind for row in campus.switched_off.all())


class ChoiceSerializer(serializers.Serializer):
    """The kinds switched off from now on; all others are on."""

    off = serializers.ListField(
        child=serializers.CharField(max_length=60), required=False, max_length=100
    )

    def validate_off(self, given: list[str]) -> list[str]:
        known = kinds_of_colleges()
        if strange := sorted(set(given) - set(known)):
            said = _("There is no such kind of message: %(names)s.")
        elif strange := sorted(name for name in set(given) if known[name].essential):
            said = _("This can't be switched off: %(names)s.")
        else:
            return given
        raise serializers.ValidationError(said % {"names": ", ".join(strange)})


register(
    Resource(
        "preferences",
        PREFERENCES,
        PreferenceSerializer,
        lookup="code",
        along=("switched_off",),
        update=Write(actions.choose, ChoiceSerializer),
        is_announced=False,
    )
)
