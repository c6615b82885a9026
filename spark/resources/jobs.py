"""Jobs: many rows of a client, done portion by portion while nobody waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction
from django.db.models import Count, Q, QuerySet, Sum
from django.http import Http404
from django.utils import translation
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import APIException

from spark import clock
from spark.accounts.models import Application, User
from spark.afterwards import written_afterwards
from spark.errors import Refused
from spark.jobs import enqueue_on_commit
from spark.resources.declared import RESOURCES, Resource, Write, WriteMany
from spark.resources.many import Acts, Outcome, Takes, failed
from spark.rest.models import Job, Portion
from spark.trying import TRIES, attempt

AT_ONCE = 200  # rows; of more, the client doesn't wait for the answer
KEPT = timedelta(days=7)
log = structlog.get_logger(__name__)


class Broken(APIException):
    """We tried so often that we gave up."""

    default_code = "broken"
    default_detail = gettext_lazy("Something broke on our side; nothing was changed.")


@dataclass(frozen=True)
class Bulk:
    """What is to be done to many rows, by whom; `given` once for all of them."""

    resource: Resource
    write: Write | WriteMany
    user: User
    given: dict[str, Any]
    atomic: bool

    def do(self, rows: Sequence[Any], first: int = 0) -> list[Outcome]:
        """Do the rows in one transaction; what became of each.

        If `atomic` and some can't be done, nothing is, and these alone are told of.
        """
        with transaction.atomic():
            found = self._doer(first).do(rows)
            told = [{"index": first + n} | outcome for n, outcome in enumerate(found)]
            if self.atomic and (stopped := [row for row in told if not is_done(row)]):
                transaction.set_rollback(True)
                return stopped
        return told

    def _doer(self, first: int) -> Acts | Takes:
        if isinstance(self.write, Write):
            return Acts(self.resource, self.user, self.write)
        return Takes(self.resource, self.user, self.write, self.given, first)


def is_done(outcome: Outcome) -> bool:
    return outcome["status"] < 300


def make(application: Application, bulk: Bulk, rows: Sequence[Any]) -> Job:
    """A job that does the rows; in one portion if all or nothing of it is wanted."""
    job = Job.objects.create(
        application=application,
        resource=bulk.resource.name,
        act=bulk.write.verb.name,
        given=bulk.given,
        atomic=bulk.atomic,
        language=translation.get_language(),
    )
    size = len(rows) if bulk.atomic else AT_ONCE
    parts = {first: rows[first : first + size] for first in range(0, len(rows), size)}
    Portion.objects.bulk_create(
        Portion(job=job, first=first, size=len(part), rows=part)
        for first, part in parts.items()
    )
    enqueue_on_commit("resources.work", pk=job.pk)
    return job


def bulk_of(job: Job) -> Bulk:
    """Raises Refused not-your-role if the client was switched off."""
    resource, user = RESOURCES[job.resource], job.application.service_user
    if user is None:
        raise Refused("not-your-role", status=403)
    known = {write.verb.name: write for write in resource.many}
    return Bulk(resource, known[job.act], user, job.given, job.atomic)


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
    with translation.override(portion.job.language), written_afterwards():
        found = _tried(portion)
    if found is not None:
        portion.outcomes, portion.rows = found, None
        portion.done = sum(map(is_done, found))
        portion.save()


def _tried(portion: Portion) -> list[Outcome] | None:
    """None if it broke, and should be tried again."""
    try:
        if portion.attempts > TRIES:  # the worker died of it
            raise Broken
        rows: list[Any] = portion.rows or []
        return bulk_of(portion.job).do(rows, portion.first)
    except (Refused, Http404, APIException) as error:
        return _alike(portion, error)
    except SoftTimeLimitExceeded:  # the job must end here; the sweeper tries again
        raise
    except Exception:
        log.exception("rows_not_done", job=portion.job_id, first=portion.first)
        return _alike(portion, Broken()) if portion.attempts >= TRIES else None


def _alike(portion: Portion, error: Exception) -> list[Outcome]:
    """The same became of each row."""
    outcome, places = failed(error), range(portion.first, portion.first + portion.size)
    return [{"index": index} | outcome for index in places]


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
    """Of rows; and of its portions those that were `begun`."""
    found = job.portions.aggregate(
        sent=Sum("size"),
        good=Sum("done", default=0),
        left=Sum("size", filter=Q(done=None), default=0),
        begun=Count("pk", filter=Q(attempts__gt=0)),
    )
    sent, good, left = found["sent"], found["good"], found["left"]
    told = {"rows": sent, "done": good, "not_done": sent - good - left}
    return told | {"waiting": left, "begun": found["begun"]}
