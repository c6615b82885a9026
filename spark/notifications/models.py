"""The outbox and in-app inbox in one table."""

from django.conf import settings
from django.db import models
from django.utils import timezone  # noqa: TID251 -- a default in migrations
from django.utils.translation import gettext_lazy as _

from spark.notifications.returned import ReturnedMail as ReturnedMail


class Channel(models.TextChoices):
    IN_APP = "in_app", _("On this site")
    EMAIL = "email", _("By e-mail")


class State(models.TextChoices):
    WAITING = "waiting"
    SENT = "sent"
    SUPERSEDED = "superseded"
    FAILED = "failed"
    DROPPED = "dropped"


class Priority(models.IntegerChoices):
    """What goes before what, if not all can go at once."""

    FIRST = 1  # somebody waits for it, or something changes soon
    USUAL = 2
    LAST = 3  # can be read later as well


class Holdable(models.Model):
    """What the office can hold with the other messages of a batch.

    `batch` is the key of the one it belongs to; none of what must not wait. Nobody gets
    or sees what is `held`.
    """

    batch = models.BigIntegerField(null=True)
    held = models.BooleanField(default=False, db_default=False)

    class Meta:
        abstract = True


class Message(Holdable):
    """One message to one person by one channel; words are rendered when it is sent.

    `kind` names `templates/messages/<kind>.txt`; `subject` is what it is about: of two
    messages on one subject the newer supersedes the waiting one, and they arrive in
    order. `dedup_key` makes putting the same message twice harmless. Who sends it has
    it until `leased_until`, and is taken for dead afterwards. What fails since
    `failing_since` is given up one day.
    """

    kind = models.SlugField(max_length=60)
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="messages"
    )
    channel = models.CharField(max_length=10, choices=Channel)
    subject = models.CharField(max_length=80)
    facts = models.JSONField(default=dict)
    url = models.CharField(max_length=200, blank=True)
    dedup_key = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    priority = models.PositiveSmallIntegerField(
        choices=Priority, default=Priority.USUAL, db_default=Priority.USUAL
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["to", "channel", "dedup_key"], name="message_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(state="waiting"),
                name="message_waiting",
            ),
            models.Index(
                fields=["channel", "priority", "due_at", "id"],
                condition=models.Q(state="waiting"),
                name="message_next",
            ),
            models.Index(
                fields=["to", "-created_at"],
                condition=models.Q(channel="in_app"),
                name="message_inbox",
            ),
            models.Index(
                fields=["to"],
                condition=models.Q(channel="in_app", read_at=None),
                name="message_unread",
            ),
            models.Index(
                fields=["id"],
                condition=models.Q(state="failed"),
                name="message_failed",
            ),
            models.Index(
                fields=["sent_at"],
                condition=models.Q(state="sent") & ~models.Q(channel="in_app"),
                name="message_left",
            ),
            models.Index(
                fields=["batch", "id"],
                condition=models.Q(held=True),
                name="message_held",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.to_id} by {self.channel}"


class GuestMessage(Holdable):
    """What somebody without an account was told: on their own pages, nowhere else.

    Whose it is, say the guest's `role` and the `key` of the row they came for.
    """

    role = models.CharField(max_length=20)
    key = models.BigIntegerField()
    kind = models.SlugField(max_length=60, db_index=False)
    facts = models.JSONField(default=dict)
    url = models.CharField(max_length=200, blank=True)
    dedup_key = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["role", "key", "dedup_key"], name="guest_message_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["role", "key", "-created_at"], name="guest_message_inbox"
            ),
            models.Index(
                fields=["batch"],
                condition=models.Q(held=True),
                name="guest_message_held",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.role} {self.key}"


class By(models.TextChoices):
    """By which way a guest's message leaves this site."""

    SMS = "sms", _("By SMS")
    EMAIL = "email", _("By e-mail")


class GuestLetter(models.Model):
    """A guest's message on its way to their phone or mailbox, beside their own pages.

    Where to is asked as it is sent, and kept nowhere. From `stale_at` on it is no use.
    """

    message = models.OneToOneField(
        GuestMessage, on_delete=models.CASCADE, related_name="letter"
    )
    by = models.CharField(max_length=5, choices=By)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=100, blank=True)
    due_at = models.DateTimeField()
    stale_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["by", "due_at"],
                condition=models.Q(state="waiting"),
                name="guest_letter_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.message_id} by {self.by}"


class CampusMessage(Holdable):
    """What a college was told, for its systems to read; once, whoever works there.

    `subject` is `<model>:<id>`, the record it is about; empty if it is about several.
    """

    campus = models.ForeignKey(
        "campuses.Campus",
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,  # by the constraint below
    )
    kind = models.SlugField(max_length=60, db_index=False)
    subject = models.CharField(max_length=60, blank=True)
    facts = models.JSONField(default=dict)
    dedup_key = models.CharField(max_length=120)
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campus", "dedup_key"], name="campus_message_once"
            )
        ]
        indexes = [
            models.Index(fields=["campus", "id"], name="campus_message_newest"),
            models.Index(
                fields=["batch"],
                condition=models.Q(held=True),
                name="campus_message_held",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.campus_id}"


class Preference(models.Model):
    """A kind of message that somebody doesn't want by a channel."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    kind = models.SlugField(max_length=60)
    channel = models.CharField(max_length=10, choices=Channel)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "channel"], name="preference_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} not {self.kind} by {self.channel}"


class CampusPreference(models.Model):
    """A kind of message that a college doesn't want for its systems."""

    campus = models.ForeignKey(
        "campuses.Campus",
        on_delete=models.CASCADE,
        related_name="switched_off",
        db_index=False,  # by the constraint below
    )
    kind = models.SlugField(max_length=60, db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campus", "kind"], name="campus_preference_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.campus_id} not {self.kind}"
