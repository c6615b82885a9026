"""What every stage's record shares, and the rosters sent in."""

from collections.abc import Callable

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMModelMixin

from candidates.register.models.people import Candidate
from candidates.register.models.programmes import Batch
from candidates.register.stages import Stage
from spark.audit.guards import M, held_by_database, tracked
from spark.campuses.models import Campus


class StageRecord(FSMModelMixin, models.Model):
    """What a stage keeps about a candidate; each room's record adds `state`."""

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT)
    state_since = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.candidate} · {self.state}"  # type: ignore[attr-defined]


ECHO = """
    UPDATE candidates_candidate
       SET state = NEW.state, state_since = NEW.state_since, updated_at = NOW()
     WHERE id = NEW.candidate_id AND stage = '{stage}';
    RETURN NULL;
"""


def stage_record(stage: Stage) -> Callable[[M], M]:
    """Class decorator of a room's record: history, guarded states, and their echo.

    The echo is a trigger that copies `state` to the candidate while `stage` is theirs,
    so lists filter one table and no action can forget it.
    """
    echo = pgtrigger.Trigger(
        name="state_echo",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("state"),
        func=ECHO.format(stage=stage.value),
    )

    def decorate(model: M) -> M:
        pgtrigger.register(echo)(model)
        return held_by_database(tracked()(model))

    return decorate


class RosterImport(models.Model):
    """A roster sent by a college.

    `content` is the file, encrypted, and `findings` what was found row by row; both are
    forgotten after a day. `error` is a code with facts if the file couldn't be read.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT)
    campus = models.ForeignKey(Campus, on_delete=models.PROTECT)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    file_name = models.CharField(max_length=200)
    content = models.BinaryField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("roster import")

    def __str__(self) -> str:
        return self.file_name
