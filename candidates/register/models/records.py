"""What every stage's record shares."""

from collections.abc import Callable, Sequence
from typing import Any

import pghistory
import pgtrigger
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone  # noqa: TID251 -- a default in migrations
from django_fsm import FSMModelMixin

from candidates.register.models.candidates import Candidate
from candidates.register.stages import Stage
from spark.audit.guards import M, held_by_database, tracked, when_updated
from spark.changes.announcing import announced


class CandidateRecord(FSMModelMixin, models.Model):
    """What is kept about a candidate and has a `state`, which each model adds."""

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT)
    state_since = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.candidate} · {self.state}"  # type: ignore[attr-defined]


class StageRecord(CandidateRecord):
    """What a stage keeps about a candidate.

    `entered_at` is when they entered the stage, in business time: the database takes
    it from `state_since` of the new record, and never changes it. `updated_at` is when
    it changed last in what a campus may know of it.
    """

    entered_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        abstract = True


def still_there(record: Any) -> bool:
    """Whether the candidate is in the record's stage, neither moved on nor left."""
    return record.candidate.stage == record.STAGE


COPY_STATE = """
    UPDATE candidates_candidate
       SET state = NEW.state, state_since = NEW.state_since
     WHERE id = NEW.candidate_id AND stage = '{stage}';
    RETURN NULL;
"""

pgtrigger.register(
    pgtrigger.Trigger(
        name="echoes_only",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("state", "state_since", "team_id"),
        condition=pgtrigger.AnyChange("state", "state_since", "team"),
        func="IF pg_trigger_depth() < 2 THEN RAISE EXCEPTION 'pgtrigger: Cannot write"
        " what only records say on table %', TG_TABLE_NAME; END IF; RETURN NEW;",
    ),
    pgtrigger.Trigger(
        name="echoes_nothing_yet",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        condition=~pgtrigger.Q(new__state="") | pgtrigger.Q(new__team__isnull=False),
        func="RAISE EXCEPTION 'pgtrigger: Cannot write what only records say on"
        " table %', TG_TABLE_NAME;",
    ),
)(Candidate)

ENTERED = pgtrigger.Trigger(
    name="entered_when",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    func="NEW.entered_at := NEW.state_since; RETURN NEW;",
)
ENTERED_ONCE = pgtrigger.ReadOnly(name="entered_once", fields=["entered_at"])
ANY_CHANGE = pgtrigger.Condition("OLD.* IS DISTINCT FROM NEW.*")


# Of a row of theirs that `changed`, as `announced` takes it.
CAMPUS = "SELECT campus_id FROM candidates_candidate WHERE id = changed.candidate_id"


def stage_record(
    stage: Stage, resource: str, drafts: Sequence[str] = (), **history: Any
) -> Callable[[M], M]:
    """Class decorator of a room's record: history, guarded states, time of entry.

    Campus systems are told of changes to it as of a `resource` of the API.

    Args:
        drafts: fields of which a campus doesn't even know when they are written.
        history: further options of its history, as `tracked` takes them.

    A trigger copies `state` to the candidate while `stage` is theirs,
    so lists filter one table and no action can forget it.
    """
    copy_state = pgtrigger.Trigger(
        name="state_echo",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("state"),
        func=COPY_STATE.format(stage=stage.value),
    )

    known = pgtrigger.AnyChange(exclude=[*drafts]) if drafts else None

    def decorate(model: M) -> M:
        model.STAGE = stage  # type: ignore[attr-defined]
        # `entered_at` repeats what the first event says of `state_since`.
        kept = tracked(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(condition=ANY_CHANGE),
            exclude=["entered_at", "updated_at"],
            **history,
        )
        pgtrigger.register(copy_state, ENTERED, ENTERED_ONCE, when_updated(known))(
            model
        )
        return announced(resource, CAMPUS)(held_by_database(kept(model)))

    return decorate
