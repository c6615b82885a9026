"""Webhooks for the systems that are told: set up, looked after, told again."""

from typing import Literal

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from spark.campuses.models import Campus
from spark.conditions import Conditions, OneOf
from spark.plausible import DAYS, within
from spark.resources import Resource, Write, register
from spark.resources.reading import List
from spark.resources.writing import Act
from spark.rest.fields import ProseGiven
from spark.webhooks import actions, events
from spark.webhooks.access import DELIVERIES, WEBHOOKS, campuses_of
from spark.webhooks.forms import check_address
from spark.webhooks.models import Attempt, Delivery, Webhook

SCOPE = "webhooks:manage"


class WebhookSerializer(serializers.ModelSerializer):
    """Where a campus's system is told what happens; never its secret."""

    campus = serializers.SlugRelatedField("code", read_only=True)

    class Meta:
        model = Webhook
        fields = [
            "id",
            "campus",
            "url",
            "description",
            "types",
            "state",
            "former_until",
            "created_at",
        ]
        read_only_fields = fields
        extra_kwargs = {
            "types": {"help_text": "Empty for all."},
            "former_until": {"help_text": "Until then the former secret signs along."},
        }


class SecretSerializer(WebhookSerializer):
    """The webhook with its secret: this answer alone has it."""

    secret = serializers.CharField(source="shown_secret", read_only=True)

    class Meta(WebhookSerializer.Meta):
        fields = [*WebhookSerializer.Meta.fields, "secret"]
        read_only_fields = fields


class ChangeSerializer(serializers.Serializer):
    """Where to tell it, and what."""

    url = serializers.URLField(max_length=500, validators=[check_address])
    description = ProseGiven(max_length=80, required=False, allow_blank=True)
    types = serializers.ListField(
        child=serializers.CharField(max_length=80),
        required=False,
        max_length=200,
        help_text="As `screening.receive-more`; all without any.",
    )

    def validate_types(self, given: list[str]) -> list[str]:
        if strange := sorted(set(given) - events.every_type()):
            said = _("There is no such event: %(names)s.")
            raise serializers.ValidationError(said % {"names": ", ".join(strange)})
        return given


class _Own(serializers.SlugRelatedField):
    """A campus by its code, one of those that the caller sets webhooks up for."""

    def get_queryset(self) -> QuerySet[Campus]:
        if "request" not in self.context:
            return Campus.objects.none()
        return campuses_of(self.context["request"].user)


class CreateSerializer(ChangeSerializer):
    """A new endpoint."""

    campus = _Own(
        "code",
        queryset=Campus.objects.none(),
        required=False,
        help_text="Of which campus's people; yours, if you are one campus's system.",
    )


class SpanSerializer(serializers.Serializer):
    """Of what time the events are sent again."""

    since = serializers.DateTimeField(validators=within(DAYS))
    until = serializers.DateTimeField(
        required=False, help_text="Now, without.", validators=within(DAYS)
    )


class AttemptSerializer(serializers.ModelSerializer):
    """One sending: `status` is null and `error` says why, if nothing was answered."""

    class Meta:
        model = Attempt
        fields = ["at", "milliseconds", "status", "answer", "error"]


class DeliverySerializer(serializers.ModelSerializer):
    """An event as it was or is to be told, with each attempt, the last one first."""

    webhook_id = serializers.CharField(
        source="message_id", help_text="As in the header `webhook-id`."
    )
    object_id = serializers.IntegerField(source="object_key")
    progress = serializers.SerializerMethodField()
    attempts = AttemptSerializer(many=True)

    class Meta:
        model = Delivery
        fields = [
            "id",
            "webhook_id",
            "type",
            "resource",
            "object_id",
            "sequence",
            "at",
            "progress",
            "due_at",
            "delivered_at",
            "attempts",
        ]

    def get_progress(self, delivery: Delivery) -> Literal["waiting", "taken"]:
        return "taken" if delivery.due_at is None else "waiting"


class DeliveryConditions(Conditions):
    """What the log can be narrowed by."""

    progress = OneOf(choices=[("waiting", _("Waiting")), ("taken", _("Taken"))])

    def narrow(self, rows: QuerySet[Delivery]) -> QuerySet[Delivery]:
        asked = self.chosen.get("progress")
        return rows.filter(due_at__isnull=asked == "taken") if asked else rows


LOG = Resource(
    "deliveries", DELIVERIES, DeliverySerializer, DeliveryConditions, scope=SCOPE
)


class _OfOne:
    """Deliveries of the webhook that the address names."""

    resource = LOG

    def get_queryset(self) -> QuerySet[Delivery]:
        rows: QuerySet[Delivery] = super().get_queryset()  # type: ignore[misc]
        if not getattr(self, "swagger_fake_view", False):
            webhook = WEBHOOKS.get(self.request.user, self.kwargs["webhook"])  # type: ignore[attr-defined]
            rows = rows.filter(webhook=webhook)
        attempts = Attempt.objects.order_by("-pk")
        return rows.prefetch_related(Prefetch("attempts", attempts))


class Deliveries(_OfOne, List):
    name = "deliveries"


class ReplayOne(_OfOne, Act):
    name = "delivery-replay"
    act = Write(actions.replay_one, scope=SCOPE)


register(
    Resource(
        "webhooks",
        WEBHOOKS,
        WebhookSerializer,
        scope=SCOPE,
        create=Write(actions.create, CreateSerializer, SCOPE, answer=SecretSerializer),
        update=Write(actions.change, ChangeSerializer, SCOPE),
        remove=Write(actions.remove, scope=SCOPE),
        writes=(
            Write(actions.rotate_secret, scope=SCOPE, answer=SecretSerializer),
            Write(actions.test, scope=SCOPE),
            Write(actions.pause, scope=SCOPE),
            Write(actions.resume, scope=SCOPE),
            Write(actions.replay, SpanSerializer, SCOPE),
        ),
        views={
            "<int:webhook>/deliveries": Deliveries,
            "<int:webhook>/deliveries/<int:pk>/replay": ReplayOne,
        },
    )
)
