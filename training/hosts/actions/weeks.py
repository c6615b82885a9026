"""Candidates' weeks: free times for trials, and lessons."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time

from django.utils.translation import gettext_lazy as _

from candidates.incubation.rules import DAY
from spark.accounts.scope import Actor
from spark.audit import trail
from spark.errors import Refused
from training.hosts.access import HOSTS
from training.hosts.models import WeeklyKind, WeeklyTime
from training.hosts.queries import digest_of
from training.hosts.rules import Time
from training.studio.rules import backwards, joined, minutes


@trail.action("trials.set-week", _("Week entered"))
def set_week(
    *,
    actor: Actor,
    ids: Iterable[int],
    times: Iterable[Time],
    at: datetime | None = None,
) -> None:
    """Replace candidates' weeks, the same for all; times that touch become one.

    Args:
        ids: of candidates.
        times: until midnight (00:00) at the latest.

    Raises:
        Refused: week-time-backwards.
    """
    wanted = list(times)
    set_weeks(actor=actor, weeks=dict.fromkeys(ids, wanted), at=at)


@trail.action("trials.set-weeks", _("Week entered"))
def set_weeks(
    *,
    actor: Actor,
    weeks: Mapping[int, Iterable[Time]],
    at: datetime | None = None,
) -> None:
    """As `set_week`, to each candidate their own."""
    candidates = HOSTS.locked(actor, weeks, "set-week")
    left = {pk: joined_week(times) for pk, times in weeks.items()}
    gone = []
    for row in WeeklyTime.objects.filter(candidate__in=candidates):
        has = (row.kind, row.weekday, row.starts_at, row.ends_at)
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


@trail.action("trials.change-week", _("Week entered"))
def change_week(
    *,
    actor: Actor,
    candidate_id: int,
    times: Iterable[Time],
    seen: str,
    at: datetime | None = None,
) -> None:
    """As `set_week`, to one who has still the week that was looked at.

    Args:
        seen: the digest of that week.

    Raises:
        Refused: week-changed, week-time-backwards.
    """
    (candidate,) = HOSTS.locked(actor, [candidate_id], "set-week")
    if seen != digest_of(candidate.weekly_times.all()):
        raise Refused("week-changed")
    set_weeks(actor=actor, weeks={candidate_id: times}, at=at)


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
