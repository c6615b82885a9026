"""Duties for campus systems: what is due of the coordinators, in words."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from rest_framework import serializers

from candidates.inbox.access import DUTIES
from candidates.inbox.forms import DutyConditions
from spark import clock
from spark.duties.board import in_words
from spark.duties.models import Duty
from spark.resources import RESOURCES, Resource, register


def put_in_words(duties: Iterable[Any]) -> None:
    """Each gets its `text`; the candidates' names are read once for all."""
    found = list(duties)
    for duty, text in zip(found, in_words(found), strict=True):
        duty.text = text


class DutiesSerializer(serializers.ListSerializer):
    def to_representation(self, data: Any) -> list[Any]:
        duties = list(data)
        put_in_words(duties)
        return super().to_representation(duties)


class DutySerializer(serializers.ModelSerializer):
    """What coordinators of your campus have to do, by when, and what follows if not.

    It closes by itself when it is done, and is forgotten half a year later.
    """

    kind = serializers.CharField(source="code")
    campus = serializers.CharField(source="campus.code")
    what = serializers.CharField(
        source="text.what", help_text="What is due, in the language asked for."
    )
    consequence = serializers.CharField(
        source="text.consequence", help_text="What follows if it isn't done in time."
    )
    candidate = serializers.IntegerField(
        source="candidate_key", allow_null=True, help_text="Null if it is about none."
    )
    about = serializers.CharField(
        source="text.about", help_text="The candidate's name, or what else it is about."
    )
    late = serializers.SerializerMethodField(
        help_text="Not done in time; of a closed one, not until it was too late."
    )
    url = serializers.SerializerMethodField(
        help_text="Where the record it is about is read; null if it can't be here."
    )

    class Meta:
        model = Duty
        list_serializer_class = DutiesSerializer
        fields = [
            "id",
            "kind",
            "campus",
            "what",
            "consequence",
            "candidate",
            "about",
            "due_at",
            "opened_at",
            "closed_at",
            "late",
            "url",
        ]
        read_only_fields = fields

    def to_representation(self, instance: Any) -> Any:
        if not hasattr(instance, "text"):
            put_in_words([instance])
        return super().to_representation(instance)

    def get_late(self, duty: Duty) -> bool:
        return duty.due_at < (duty.closed_at or clock.now())

    def get_url(self, duty: Duty) -> str | None:
        model, _colon, key = duty.subject.partition(":")
        for resource in RESOURCES.values():
            named = resource.door.model._meta.model_name
            if named == model and resource.lookup == "pk":
                return reverse(f"api-{resource.singular}", kwargs={"pk": int(key)})
        return None


# What they are about is announced.
register(Resource("duties", DUTIES, DutySerializer, DutyConditions, is_announced=False))
