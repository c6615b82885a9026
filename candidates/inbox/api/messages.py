"""Messages for campus systems: what their college was told, in words."""

from collections.abc import Iterable

from django.utils import translation
from rest_framework import serializers

from candidates.inbox import actions
from candidates.inbox.access import MESSAGES
from candidates.inbox.api.places import AboutRecord, ReadAtOnce
from candidates.inbox.forms import MessageConditions, kinds_of_colleges
from spark.notifications.inbox import words
from spark.notifications.models import CampusMessage
from spark.resources import Resource, Write, register


class MessageSerializer(AboutRecord):
    """What your campus was told: its coordinators in their inboxes, you here.

    Once, however many they are, and whether one of them has read it or not. It is kept
    for 90 days.
    """

    kind = serializers.CharField()
    campus = serializers.CharField(source="campus.code")
    title = serializers.CharField(help_text="In the language asked for.")
    text = serializers.CharField(help_text="What more there is to say; may be empty.")
    url = serializers.CharField(
        source="address",
        allow_null=True,
        help_text="Where the record it is about is read; null if it is about several,"
        " or can't be read by you.",
    )
    read_at = serializers.DateTimeField(
        allow_null=True,
        help_text="When a system of your campus marked it as read; null until then.",
    )

    class Meta:
        model = CampusMessage
        list_serializer_class = ReadAtOnce
        fields = ["id", "kind", "campus", "title", "text", "url", "sent_at", "read_at"]
        read_only_fields = fields

    def prepare(self, rows: Iterable[CampusMessage]) -> None:
        """Each gets its `title` and `text` too."""
        found = list(rows)
        super().prepare(found)
        for message in found:
            told = words(message, translation.get_language())
            message.title, message.text = told  # type: ignore[attr-defined]


register(
    Resource(
        "messages",
        MESSAGES,
        MessageSerializer,
        MessageConditions,
        writes=(Write(actions.mark_read),),
        told=lambda: {name: kind.label for name, kind in kinds_of_colleges().items()},
    )
)
