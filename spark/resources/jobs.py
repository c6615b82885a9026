"""Jobs: many rows of a client, done portion by portion while nobody waits."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction
from django.db.models import Count, Q, QuerySet, Sum
from django.utils import translation
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException
from rest_framework.request import Request

from spark import clock
from spark.accounts.models import User
from spark.jobs import enqueue_on_commit
from spark.resources.declared import RESOURCES, Resource, Write
from spark.resources.many import Acts, Outcome, failed
from spark.rest.models import Job, Portion
from spark.trying import TRIES, attempt

AT_ONCE = 200  # rows; of more, the client doesn't wait for the answer
KEPT = timedelta(days=7)
log = structlog.get_logger(__name__)


class Broken(APIException):
    """Of a row that we tried to do so often that we gave up."""

    default_code = "broken"


def outcomes_of(
    resource: Resource, write: Write, user: User, rows: Sequence[Any], *, atomic: bool
) -> list[Outcome]:
    """Do the rows in one transaction; what became of each.

    If `atomic` and some can't be done, nothing is, and these alone are told of.
    """
    with transaction.atomic():
        found = Acts(resource, write, user)(rows)
        told = [{"index": index} | outcome for index, outcome in enumerate(found)]
        if atomic and (stopped := [row for row in told if not is_done(row)]):
            transaction.set_rollback(True)
            return stopped
    return told


def is_done(outcome: Outcome) -> bool:
    return outcome["status"] < 300


def make(
    request: Request,
    resource: Resource,
    write: Write,
    rows: Sequence[Any],
    atomic: bool,
) -> Job:
    """A job that does the rows; in one portion if all or nothing of it is wanted."""
    job = Job.objects.create(
        application=request.auth.application,
        resource=resource.name,
        act=write.verb.name,
        atomic=atomic,
        language=translation.get_language(),
    )
    size = len(rows) if atomic else AT_ONCE
    parts = {first: rows[first : first + size] for first in range(0, len(rows), size)}
    Portion.objects.bulk_create(
        Portion(job=job, first=first, size=len(part), rows=part)
        for first, part in parts.items()
    )
    enqueue_on_commit("resources.work", pk=job.pk)
    return job


def write_of(job: Job) -> tuple[Resource, Write]:
    resource = RESOURCES[job.resource]
    return resource, next(w for w in resource.writes if w.verb.name == job.act)


def work(pk: int) -> None:
    """Do what waits of a job; safe to be asked twice, or side by side."""
    for portion in _waiting().filter(job=pk).order_by("first"):
        attempt(_waiting(), portion.pk, _work)


def _waiting() -> QuerySet[Portion]:
    return Portion.objects.filter(done=None).select_related(
        "job__application__service_user"
    )


def _work(portion: Portion) -> None:
    """Its outcomes are written with what was done, or not at all."""
    with translation.override(portion.job.language):
        found = _tried(portion)
    if found is None:
        return
    for outcome in found:
        outcome["index"] += portion.first
    portion.outcomes, portion.rows = found, None
    portion.done = sum(map(is_done, found))
    portion.save()


def _tried(portion: Portion) -> list[Outcome] | None:
    """None if it broke, and should be tried again."""
    try:
        if portion.attempts <= TRIES:
            job = portion.job
            resource, write = write_of(job)
            user = job.application.service_user
            return outcomes_of(resource, write, user, portion.rows, atomic=job.atomic)
    except SoftTimeLimitExceeded:  # the job must end here; the sweeper tries again
        raise
    except Exception:
        log.exception("rows_not_done", job=portion.job_id, first=portion.first)
        if portion.attempts < TRIES:
            return None
    broken = failed(Broken(_("Something broke on our side; nothing was changed.")))
    return [{"index": index} | broken for index in range(portion.size)]


def resume() -> None:
    """Ask again for jobs that have waited longer than one takes to begin."""
    minute_ago = clock.now() - timedelta(minutes=1)
    lost = _waiting().filter(job__created_at__lt=minute_ago)
    for pk in lost.order_by("job").values_list("job", flat=True).distinct():
        enqueue_on_commit("resources.work", pk=pk)


def forget() -> int:
    """How many jobs went that are done and were kept long enough."""
    old = Job.objects.filter(created_at__lt=clock.now() - KEPT)
    return old.exclude(portions__done=None).delete()[0]


def counts_of(job: Job) -> dict[str, int]:
    found = job.portions.aggregate(
        rows=Sum("size"),
        done=Sum("done", default=0),
        waiting=Sum("size", filter=Q(done=None), default=0),
        begun=Count("pk", filter=Q(attempts__gt=0)),
    )
    return found | {"not_done": found["rows"] - found["done"] - found["waiting"]}
