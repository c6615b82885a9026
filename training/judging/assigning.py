"""Who judges which trial: by their times, whoever has the fewest so far."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple


class Busy(NamedTuple):
    """When somebody judges, and in which room: two seats of it can be seen at once."""

    begins: datetime
    ends: datetime
    room: int


@dataclass(frozen=True)
class Job:
    """A trial that needs some more judges, of those who may judge it."""

    key: int
    need: int
    able: frozenset[int]
    when: Busy


def dealt(
    jobs: Iterable[Job],
    loads: Mapping[int, int],
    busy: Mapping[int, Iterable[Busy]],
) -> dict[int, list[int]]:
    """The judges of each trial; fewer than it needs if few may or are free.

    Args:
        loads: how many trials each judge has in the round already.
        busy: when each of them judges something already.
    """
    had = defaultdict(int, loads)
    taken = defaultdict(list, {judge: list(times) for judge, times in busy.items()})
    given: dict[int, list[int]] = {}
    for job in sorted(jobs, key=lambda job: (job.when.begins, job.key)):
        free = [one for one in job.able if not _clashes(job.when, taken[one])]
        chosen = sorted(free, key=lambda one: (had[one], one))[: job.need]
        for judge in chosen:
            had[judge] += 1
            taken[judge].append(job.when)
        given[job.key] = chosen
    return given


def _clashes(when: Busy, others: Iterable[Busy]) -> bool:
    return any(
        other.room != when.room
        and other.begins < when.ends
        and when.begins < other.ends
        for other in others
    )
