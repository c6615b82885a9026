"""What is on file about candidates who go on air: their week, permits and travel."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet

from candidates.register.models import Candidate
from spark.accounts.models import User
from spark.accounts.scope import Guest
from spark.campuses.models import Campus
from training.hosts.access import FILES, HOSTS
from training.hosts.models import Permit, Travel, WeeklyTime


def host(user: User | Guest, pk: int) -> Candidate:
    """One whose file can be written: in incubation or training, and the user's own.

    Raises:
        Http404: for anybody else.
    """
    return FILES.get(user, pk)


def with_file(user: User, pk: int) -> Candidate | None:
    """One whose file the user may read, wherever in the pipeline they are."""
    return HOSTS.visible_to(user).filter(pk=pk).first()


def permits_on_file(candidate: Candidate) -> list[Permit]:
    """By kind, the newest first."""
    return list(candidate.permits.select_related("category"))


def digest_of(rows: Iterable[WeeklyTime]) -> str:
    """A hash of a week's times, to notice that somebody else changed them."""
    times = sorted(
        (row.kind, row.weekday, str(row.starts_at), str(row.ends_at)) for row in rows
    )
    return hashlib.sha256(repr(times).encode()).hexdigest()[:16]


def campuses() -> QuerySet[Campus]:
    return Campus.objects.order_by("code")


def weekly_times_of(candidates: Iterable[int]) -> dict[int, list[WeeklyTime]]:
    """Lessons and free times by candidate; candidates without any are left out."""
    found: dict[int, list[WeeklyTime]] = defaultdict(list)
    for row in WeeklyTime.objects.filter(candidate__in=set(candidates)):
        found[row.candidate_id].append(row)
    return found


def permits_of(candidates: Iterable[int]) -> dict[int, list[Permit]]:
    """All permits by candidate, expired ones too; who has none is left out."""
    found: dict[int, list[Permit]] = defaultdict(list)
    for row in Permit.objects.filter(candidate__in=set(candidates)):
        found[row.candidate_id].append(row)
    return found


def travels_from(campuses: Iterable[int]) -> list[Travel]:
    return list(Travel.objects.filter(campus__in=set(campuses)))
