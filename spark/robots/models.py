"""Robots in groups, and what each is to say there."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import FSMField, FSMModelMixin, transition

from spark.audit.guards import one_of, tracked
from spark.campuses.models import AtPlace
from spark.crypto import EncryptedTextField
from spark.notifications.models import Holdable
from spark.robots.stages import State
from spark.text import columns


class Service(models.TextChoices):
    DINGTALK = "dingtalk", _("DingTalk")
    WECOM = "wecom", _("WeCom")
    FEISHU = "feishu", _("Feishu")


@tracked(
    fields=["service", "campus", "base", "team", "name", "kinds", "state"],
    deletion=True,
    model_name="RobotEvent",
)
class Robot(FSMModelMixin, AtPlace):
    """A robot in a group of a place's people, or of the programme's without a place.

    Its `address` is a secret as well: who has it speaks in the group. All kinds of
    messages without `kinds`. `tries` in a row failed since it last took something;
    nothing is sent before `rests_until`. Who sends has it until `leased_until`.
    """

    service = models.CharField(_("service"), max_length=10, choices=Service)
    name = columns.Title(_("name of the group"), max_length=60)
    address = EncryptedTextField(_("address"))
    address_hash = models.CharField(max_length=64, unique=True)
    secret = EncryptedTextField(_("secret"), blank=True, default="")
    keyword = columns.Title(_("keyword"), max_length=20, blank=True, default="")
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
    )
    kinds = ArrayField(
        models.SlugField(max_length=60), verbose_name=_("messages"), default=list
    )
    state = FSMField(_("state"), choices=State, default=State.ACTIVE, protected=True)
    tries = models.PositiveSmallIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    rests_until = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            one_of("state", State, "robot_state_known"),
            one_of("service", Service, "robot_service_known"),
            models.CheckConstraint(
                condition=models.Q(campus=None, base=None)
                | models.Q(campus=None, team=None)
                | models.Q(base=None, team=None),
                name="robot_at_one_place",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> AtPlace | None:
        return self.campus or self.base or self.team

    @transition(state, source=State.ACTIVE, target=State.PAUSED)
    def pause(self) -> None:
        """The group is told nothing, and nothing is kept for it."""

    @transition(state, source=State.PAUSED, target=State.ACTIVE)
    def resume(self) -> None:
        """The group is told what happens from now on."""


class Outcome(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("group message", "Waiting")
    SENT = "sent", pgettext_lazy("group message", "Sent")
    SUPERSEDED = "superseded", _("Overtaken by newer news")
    FAILED = "failed", _("Not delivered")


class GroupMessage(Holdable):
    """One message to one group; words are rendered when it is sent.

    `subject` and `dedup_key` as in `notifications.Message`. What is `urgent` goes
    before the rest. Those that were sent as one have the same `sent_at`.
    """

    KEPT = timedelta(days=90)

    robot = models.ForeignKey(
        Robot, on_delete=models.CASCADE, related_name="messages", db_index=False
    )
    kind = models.SlugField(max_length=60, db_index=False)
    subject = models.CharField(max_length=80)
    facts = models.JSONField(default=dict)
    url = models.CharField(max_length=200, blank=True)
    dedup_key = models.CharField(max_length=120)
    urgent = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=Outcome, default=Outcome.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["robot", "dedup_key"], name="group_message_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["robot", "-urgent", "id"],
                condition=models.Q(state="waiting"),
                name="group_message_waiting",
            ),
            models.Index(fields=["robot", "-id"], name="group_message_log"),
            models.Index(fields=["robot", "sent_at"], name="group_message_sent"),
            models.Index(
                fields=["batch"],
                condition=models.Q(held=True),
                name="group_message_held",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.robot_id}"


def in_order(rows: models.QuerySet[GroupMessage]) -> models.QuerySet[GroupMessage]:
    """To write many: locked by their keys' order, so that two who do so only wait."""
    locked = rows.order_by("pk").select_for_update(no_key=True)
    return GroupMessage.objects.filter(pk__in=locked.values("pk"))
