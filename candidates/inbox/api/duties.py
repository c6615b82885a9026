"""Duties for campus systems: what is due of the coordinators, in words."""

from collections.abc import Iterable

from rest_framework import serializers

from candidates.inbox.access import DUTIES
from candidates.inbox.api.places import AboutRecord, ReadAtOnce
from candidates.inbox.forms import DutyConditions
from spark import clock
from spark.duties.board import in_words
from spark.duties.models import Duty
from spark.resources import Resource, register


class DutySerializer(AboutRecord):
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
    url = serializers.CharField(
        source="address",
        allow_null=True,
        help_text="Where the record it is about is read; null if it can't be by you.",
    )

    class Meta:
        model = Duty
        list_serializer_class = ReadAtOnce
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
            "updated_at",
            "url",
        ]
        read_only_fields = fields

    def prepare(self, rows: Iterable[Duty]) -> None:
        """Each gets its `text` too; the candidates' names are read once for all."""
        found = list(rows)
        super().prepare(found)
        for duty, text in zip(found, in_words(found), strict=True):
            duty.text = text  # type: ignore[attr-defined]

    def get_late(self, duty: Duty) -> bool:
        return duty.due_at < (duty.closed_at or clock.now())


# What they are about is announced.
register(Resource("duties", DUTIES, DutySerializer, DutyConditions, is_announced=False))
