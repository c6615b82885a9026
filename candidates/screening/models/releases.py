"""Releases of batches too large for a request, each done by a job."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from candidates.register.models import Batch
from spark.audit.guards import one_of, tracked
from spark.errors import BY_DATABASE

BY_DATABASE["release_once_per_batch"] = "release-going"


class ReleaseState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


@tracked(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(condition=pghistory.AnyChange("state")),
    exclude=["attempts", "error"],
)
class Release(models.Model):
    """What is noted in a batch is to be released, if it still is as it was `seen`.

    `error` is the code and facts of the refusal that ended it; then none is released.
    """

    State = ReleaseState

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    seen = models.CharField(max_length=64)
    count = models.PositiveIntegerField()
    state = models.CharField(
        max_length=7, choices=ReleaseState, default=ReleaseState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("release of a batch")
        constraints = [
            one_of("state", ReleaseState, "release_state_known"),
            models.UniqueConstraint(
                fields=["batch"],
                condition=models.Q(state="waiting"),
                name="release_once_per_batch",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch} · {self.count}"

    @property
    def is_going(self) -> bool:
        return self.state == ReleaseState.WAITING
