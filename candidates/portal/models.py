"""Personal links: what lets a candidate in, without an account."""

from collections.abc import Callable

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from candidates.register.models import Candidate
from spark.audit.guards import M, tracked


class Link(models.Model):
    """What, with a code told apart from it, opens somebody's pages.

    Of the link's token and of the code only hashes are kept. `wrong` counts the codes
    tried in vain since the last that fitted, `tries` those against the present code.
    """

    token_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64, blank=True, default="")
    code_expires_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    wrong = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    locked_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


def tracked_link(owner: str) -> Callable[[M], M]:
    """Class decorator of a link to what is `owner`'s: when it was made, opened, closed.

    And when a code was told or sent; neither token nor code, hashed or not.
    """
    closing = ["expires_at", "code_expires_at", "revoked_at", "locked_at"]

    def decorate(model: M) -> M:
        return tracked(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(condition=pghistory.AnyChange("code_expires_at")),
            pghistory.UpdateEvent(
                label="closed", condition=pghistory.AnyChange("revoked_at")
            ),
            pghistory.UpdateEvent(
                label="opened", condition=pghistory.AnyChange("opened_at")
            ),
            pghistory.UpdateEvent(
                label="locked", condition=pghistory.AnyChange("locked_at")
            ),
            pghistory.UpdateEvent(
                label="sent",
                condition=pghistory.AnyChange("code_sent_at", "code_failed"),
            ),
            fields=[owner, *closing],
            model_name=f"{model.__name__}Event",
        )(model)

    return decorate


class CodeBy(models.TextChoices):
    """By which way a code is sent."""

    SMS = "sms"
    EMAIL = "email"


class CodeFailed(models.TextChoices):
    """Why a code could not be sent."""

    WRONG = "wrong"  # no such number or address
    LATE = "late"


class SendingLink(Link):
    """A link whose holder can have the code sent; it is its own outbox row.

    `code_wanted_at` stands from when its holder asks for a code until that is sent or
    given up; `code_due_at` is when to try next, or until when somebody is at it.
    """

    code_wanted_at = models.DateTimeField(null=True)
    code_due_at = models.DateTimeField(null=True)
    code_by = models.CharField(
        max_length=5, choices=CodeBy, blank=True, db_default="", default=""
    )
    code_language = models.CharField(
        max_length=10, blank=True, db_default="", default=""
    )
    code_sent_at = models.DateTimeField(null=True)
    code_failed = models.CharField(
        max_length=5, choices=CodeFailed, blank=True, db_default="", default=""
    )

    class Meta:
        abstract = True


def codes_due(name: str) -> models.Index:
    """Over the codes that are to be sent, few among all links."""
    return models.Index(
        fields=["code_by", "code_due_at"],
        condition=~models.Q(code_due_at=None),
        name=name,
    )


@tracked_link("candidate")
class PersonalLink(SendingLink):
    """On a candidate's card: opens the candidate's own pages."""

    candidate = models.ForeignKey(
        Candidate, on_delete=models.PROTECT, related_name="personal_links"
    )

    class Meta:
        verbose_name = _("personal link")
        constraints = [
            models.UniqueConstraint(
                fields=["candidate"],
                condition=models.Q(revoked_at=None),
                name="personal_link_once",
            )
        ]
        indexes = [codes_due("personal_link_code_due")]

    def __str__(self) -> str:
        return f"{self.candidate_id}"
