"""Batches too large for a request: released by a job that shows how far it is.

The rows are the queue. What a job releases is in one transaction with its own end, so
a worker that dies leaves nothing, and one that comes late or second does nothing.
"""

from datetime import datetime, timedelta
from functools import partial

from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from candidates.register.access import BATCHES
from candidates.register.models import Batch
from candidates.screening.actions.releasing import fingerprint, release_batch
from candidates.screening.models import Release
from candidates.screening.queries import decided_in
from spark import clock
from spark.accounts.models import Role, User
from spark.accounts.verbs import verb
from spark.errors import Refused
from spark.jobs import enqueue_on_commit
from spark.trying import TRIES, attempt
from spark.wording import in_all

IN_A_REQUEST = 50  # decisions; more are released by a job


@verb(
    BATCHES,
    roles={Role.OFFICE},
    label=_("Release of a batch asked for"),
    history="screening.ask-release",
    detail=False,
    internal=True,
)
def ask_release(*, actor: User, batch: Batch, seen: str) -> Release:
    """Have a job release all that is noted in a batch, exactly as it was `seen`.

    Raises:
        Refused: not-your-role; release-moved; release-going.
    """
    records = list(decided_in(batch))
    if not records or fingerprint(records) != seen:
        raise Refused("release-moved")
    found = Release.objects.create(
        batch=batch, asked_by=actor, seen=seen, count=len(records)
    )
    enqueue_on_commit("screening.release", pk=found.pk)
    return found


def progress_key(pk: int) -> str:
    return f"release:{pk}"


def work_release(pk: int) -> None:
    """Do it, in the name of who asked for it."""
    waiting = Release.objects.filter(state=Release.State.WAITING)
    attempt(waiting.select_related("batch", "asked_by"), pk, _work)


def _work(release: Release) -> None:
    error = {}
    try:
        if release.attempts > TRIES:
            raise Refused("release-broken")
        with transaction.atomic():
            release_batch(
                actor=release.asked_by,
                batch=release.batch,
                seen=release.seen,
                report=partial(_report, release),
            )
    except Refused as refused:
        facts = {name: in_all(value) for name, value in refused.facts.items()}
        error = {"code": refused.code, "facts": facts}
    release.state = Release.State.FAILED if error else Release.State.DONE
    release.error, release.finished_at = error, clock.now()
    release.save(update_fields=["state", "error", "finished_at"])


def _report(release: Release, done: int) -> None:
    told = {"done": done, "total": release.count}
    cache.set(progress_key(release.pk), told, timeout=3600)


def resume_releases(at: datetime) -> None:
    """Ask again for the jobs that were lost."""
    lost = Release.objects.filter(
        state=Release.State.WAITING, created_at__lt=at - timedelta(minutes=1)
    )
    for pk in lost.values_list("pk", flat=True):
        enqueue_on_commit("screening.release", pk=pk)
