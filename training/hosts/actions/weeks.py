"""Candidates' weeks: free times for trials, and lessons."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import time

from django.utils.translation import gettext_lazy as _

from candidates.incubation.rules import DAY
from candidates.register.models import Candidate
from spark.accounts.roles import GuestRole
from spark.accounts.scope import Actor, has_role
from spark.accounts.verbs import verb
from spark.errors import Refused
from training.hosts.access import COLLEGE, HOSTS
from training.hosts.actions.trials import judge_trials_again
from training.hosts.models import WeeklyKind, WeeklyTime
from training.hosts.queries import digest_of
from training.hosts.rules import Time
from training.studio.rules import backwards, joined, minutes


@verb(HOSTS, roles=COLLEGE, label=_("Week entered"))
def set_week(hosts: Sequence[Candidate], *, times: Iterable[Time]) -> None:
    """Replace candidates' weeks, the same for all; times that touch become one.

    Args:
        times: until midnight (00:00) at the latest.

    Raises:
        Refused: week-time-backwards.
    """
    wanted = list(times)
    _write({host.pk: wanted for host in hosts})


@verb(HOSTS, roles=COLLEGE, label=_("Week entered"), locks=False)
def set_weeks(*, actor: Actor, weeks: Mapping[int, Iterable[Time]]) -> None:
    """As `set_week`, to each candidate their own."""
    HOSTS.locked(actor, weeks, set_weeks)
    _write(weeks)


def _write(weeks: Mapping[int, Iterable[Time]]) -> None:
    left = {pk: joined_week(times) for pk, times in weeks.items()}
    gone = []
    for row in WeeklyTime.objects.filter(candidate__in=weeks):
        has = time_of(row)
        if has in left[row.candidate_id]:
            left[row.candidate_id].remove(has)
        else:
            gone.append(row.pk)
    WeeklyTime.objects.filter(pk__in=gone).delete()
    WeeklyTime.objects.bulk_create(
        WeeklyTime(
            candidate_id=candidate,
            kind=kind,
            weekday=weekday,
            starts_at=starts,
            ends_at=ends,
        )
        for candidate, new in left.items()
        for kind, weekday, starts, ends in sorted(new)
    )
    judge_trials_again(weeks)


@verb(
    HOSTS,
    roles={*COLLEGE, GuestRole.CANDIDATE},
    label=_("Week entered"),
    many=False,
)
def change_week(
    host: Candidate, *, actor: Actor, times: Iterable[Time], seen: str
) -> None:
    """As `set_week`, to one who has still the week that was looked at.

    Candidates change their free times only: lessons count as work under the law, and
    stay as their college entered them.

    Args:
        seen: the digest of that week.

    Raises:
        Refused: week-changed, week-time-backwards.
    """
    rows = list(host.weekly_times.all())
    if seen != digest_of(rows):
        raise Refused("week-changed")
    if not has_role(actor, *COLLEGE):
        times = [
            *(time for time in times if time[0] != WeeklyKind.LESSON),
            *(time_of(row) for row in rows if row.kind == WeeklyKind.LESSON),
        ]
    _write({host.pk: times})


def time_of(row: WeeklyTime) -> Time:
    return row.kind, row.weekday, row.starts_at, row.ends_at


def joined_week(times: Iterable[Time]) -> set[Time]:
    """The times of each kind and day, those that touch made one."""
    spans: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for kind, weekday, starts, ends in times:
        if backwards(starts, ends):
            raise Refused("week-time-backwards", status=422, starts=starts, ends=ends)
        span = minutes(starts), minutes(ends, end=True)
        spans.setdefault((WeeklyKind(kind).value, weekday), []).append(span)
    return {
        (kind, weekday, clock(start), clock(end))
        for (kind, weekday), own in spans.items()
        for start, end in joined(own)
    }


def clock(minute: int) -> time:
    """The time of day, the day's end being midnight."""
    hour, rest = divmod(minute % DAY, 60)
    return time(hour, rest)
