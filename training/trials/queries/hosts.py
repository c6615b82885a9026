"""What is on file about candidates who go on air: their week, their permits."""

import hashlib
from collections.abc import Iterable

from django.http import Http404

from candidates.register.models import Candidate
from spark.accounts.models import User
from training.trials.access import HOSTS
from training.trials.models import Permit, WeeklyTime
from training.trials.queries import MAY_HOST


def host(user: User, pk: int) -> Candidate:
    """One whose file can be written: in incubation or training, and the user's own.

    Raises:
        Http404: for anybody else.
    """
    found = HOSTS.visible_to(user).filter(MAY_HOST, pk=pk).first()
    if found is None:
        raise Http404
    return found


def with_file(user: User, pk: int) -> Candidate | None:
    """One whose file the user may read, wherever in the pipeline they are."""
    return HOSTS.visible_to(user).filter(pk=pk).first()


def permits_on_file(candidate: Candidate) -> list[Permit]:
    """By kind, the newest first."""
    return list(candidate.permits.select_related("category"))


def digest_of(rows: Iterable[WeeklyTime]) -> str:
    """Equal as long as the week is the same."""
    times = sorted(
        (row.kind, row.weekday, str(row.starts_at), str(row.ends_at)) for row in rows
    )
    return hashlib.sha256(repr(times).encode()).hexdigest()[:16]
