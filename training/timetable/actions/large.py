"""Plans too large for a request: judged, and published, by a job with progress.

The rows are the queue: a worker that dies leaves one that a sweeper ends or sends
again. A plan is published in the one transaction that also ends its job.
"""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from functools import partial
from time import monotonic
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext_lazy as _

from candidates.register.rules import Finding
from spark import clock, jobs
from spark.accounts.models import User
from spark.accounts.scope import SYSTEM, Actor
from spark.audit import trail
from spark.errors import Refused
from spark.notifications.foretelling import summed
from training.timetable.access import PLANS
from training.timetable.actions.foreseeing import Changes, look
from training.timetable.actions.planning import on_a_draft
from training.timetable.actions.publishing import publish
from training.timetable.actions.solving import Overtaken
from training.timetable.actions.telling import foretell
from training.timetable.models import Plan, Publication
from training.timetable.stages import RunState

IN_A_REQUEST = 500  # entries; a larger plan is judged and published by a job
SHOWN = 200  # changes kept to be looked at
FINDINGS = 50
BEATS = 0.5  # seconds between two signs of life
SILENT = timedelta(seconds=90)  # after it, a worker counts as lost
UNSEEN = timedelta(minutes=2)  # after it, what no worker has taken is sent again
KEPT = timedelta(days=1)


def is_large(plan: Plan) -> bool:
    return plan.entries.count() > IN_A_REQUEST


@on_a_draft(label=_("Plan's changes looked at"))
def look_at(*, actor: User, pk: int, at: datetime) -> Publication:
    """Have a job find out what publishing the plan would do.

    Raises:
        Refused: state-moved; publication-going.
    """
    plan = PLANS.get(actor, pk)
    look_at.check(actor)
    return _ask(plan, actor, at, is_final=False)


@on_a_draft(label=_("Publishing asked for"))
def publish_large(
    *, actor: User, pk: int, seen: str, reason: str = "", at: datetime
) -> Publication:
    """Have a job publish the plan; raises as `look_at`, the rest shows on the row."""
    plan = PLANS.get(actor, pk)
    publish_large.check(actor)
    return _ask(plan, actor, at, is_final=True, seen=seen, reason=reason)


def _ask(plan: Plan, actor: User, at: datetime, **given: Any) -> Publication:
    if not plan.is_draft:
        raise Refused("state-moved")
    publication = Publication.objects.create(
        plan=plan, asked_by=actor, state_since=at, beat_at=at, **given
    )
    jobs.enqueue_on_commit("trials.publish_plan", pk=publication.pk)
    return publication


def work_publication(pk: int) -> None:
    """Take a queued one and do it. Late redelivery does nothing."""
    publication = take(actor=SYSTEM, pk=pk, token=uuid4())
    if publication is None:
        return
    failure, facts = "publication-broke", {}
    try:
        _do(publication)
        failure = ""
    except Overtaken:
        failure = ""
    except Refused as refused:
        failure, facts = refused.code, refused.facts
    finally:
        if failure:
            end = partial(fail, actor=SYSTEM, pk=pk, token=publication.token)
            end(code=failure, facts=facts)


def _do(publication: Publication) -> None:
    plan, at = publication.plan, clock.now()
    outlook = look(plan, at, _reporting(publication))
    if not publication.is_final:
        told = summed(foretell(plan, outlook.changes, at))
        found = _as_found(outlook.changes) | {"told": [asdict(one) for one in told]}
        keep_look(actor=SYSTEM, publication=publication, found=found)
        return
    publish(
        actor=publication.asked_by,
        pk=plan.pk,
        seen=publication.seen,
        reason=publication.reason,
        outlook=outlook,
        first=partial(_finish, publication),
        at=at,
    )


def _reporting(publication: Publication) -> Callable[[int, int], None]:
    last = monotonic() - BEATS

    def report(done: int, count: int) -> None:
        nonlocal last
        if monotonic() - last >= BEATS:
            last = monotonic()
            beat(publication, done, count)

    return report


def beat(publication: Publication, done: int, count: int) -> None:
    """Raises Overtaken if it isn't this worker's any more."""
    mine = Publication.objects.filter(
        pk=publication.pk, token=publication.token, state=RunState.RUNNING
    )
    if not mine.update(beat_at=clock.now(), done=done, count=count):
        raise Overtaken


@trail.action("trials.take-publication", _("Publishing started"), internal=True)
def take(*, actor: Actor, pk: int, token: UUID) -> Publication | None:
    """Give a queued one to the worker of that token; None if it isn't queued."""
    rows = Publication.objects.select_related("plan__round__campaign", "asked_by")
    found = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    if found is None or found.state != RunState.QUEUED:
        return None
    found.token = token
    move(found, Publication.start)
    return found


def _finish(publication: Publication, **kept: Any) -> None:
    """End it within the transaction that does it: both are kept, or neither.

    Raises:
        Overtaken: if it isn't this worker's any more.
    """
    rows = Publication.objects.select_for_update()
    mine = rows.filter(token=publication.token, state=RunState.RUNNING)
    found = mine.filter(pk=publication.pk).first()
    if found is None:
        raise Overtaken
    found.done = found.count
    move(found, Publication.succeed, **kept)


@trail.action("trials.keep-look", _("Plan's changes looked at"), internal=True)
def keep_look(*, actor: Actor, publication: Publication, found: dict) -> None:
    _finish(publication, found=found)


@trail.action("trials.fail-publication", _("Publishing failed"), internal=True)
def fail(*, actor: Actor, pk: int, token: UUID | None, code: str, facts: dict) -> None:
    """Say what ended it; nothing if it isn't that worker's any more."""
    rows = Publication.objects.select_for_update()
    for mine in rows.filter(pk=pk, token=token, state=RunState.RUNNING):
        mine.failure = code
        move(mine, Publication.fail, found={"refused": _plain(facts)})


def move(
    publication: Publication, transition: Callable[[Publication], object], **kept: Any
) -> None:
    transition(publication)
    publication.state_since = publication.beat_at = clock.now()
    for name, value in kept.items():
        setattr(publication, name, value)
    publication.save()


@trail.action("trials.sweep-publications", _("Lost publishing ended"), internal=True)
def sweep_publications(*, actor: Actor) -> None:
    """End those of which a worker is silent; send again what no worker took.

    One that is being written is locked by its worker, and left alone.
    """
    now = clock.now()
    rows = Publication.objects.select_for_update(skip_locked=True)
    for lost in rows.filter(state=RunState.RUNNING, beat_at__lt=now - SILENT):
        lost.failure = "publication-silent"
        move(lost, Publication.fail)
    for late in rows.filter(state=RunState.QUEUED, beat_at__lt=now - UNSEEN):
        late.beat_at = now
        late.save(update_fields=["beat_at"])
        jobs.enqueue_on_commit("trials.publish_plan", pk=late.pk)
    old = Publication.objects.filter(state_since__lt=now - KEPT).exclude(found={})
    old.update(found={})


def _as_found(changes: Changes) -> dict[str, Any]:
    rows = [
        *([None, entry.pk] for entry in changes.new),
        *([trial.pk, entry.pk] for trial, entry in changes.moved),
        *([trial.pk, None] for trial in changes.cancelled),
    ]
    return {
        "digest": changes.digest,
        "people": changes.people,
        "new": len(changes.new),
        "moved": len(changes.moved),
        "cancelled": len(changes.cancelled),
        "rows": rows[:SHOWN],
        "blocks": _once(changes.blocks),
        "warnings": _once(changes.warnings),
    }


def _once(findings: list[Finding]) -> dict[str, Any]:
    said: list[list] = []
    for finding in findings:
        one = [finding.code, _plain(finding.facts)]
        if len(said) < FINDINGS and one not in said:
            said.append(one)
    return {"count": len(findings), "first": said}


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts as JSON keeps them: what is no number, a text."""
    plain = (str, int, float, bool, type(None))
    return {
        name: value if isinstance(value, plain) else str(value)
        for name, value in facts.items()
    }
