"""From a roster's bytes to candidates: judge every row, write the good ones at once."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import structlog
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from candidates.register import actions, queries
from candidates.register.models import Batch, RosterImport
from candidates.register.sheets.columns import find_header, read_roster
from candidates.register.sheets.judging import (
    Judged,
    accepted_names,
    id_numbers,
    judge,
)
from spark.campuses.models import Campus
from spark.crypto import decrypt, keyed_hash
from spark.errors import Refused
from spark.notifications import outbox
from spark.sheets import LIMITS, Source, Unreadable

log = structlog.get_logger(__name__)
TRIES = 3


@dataclass(frozen=True)
class Roster:
    """A judged roster: every row's outcome, and the headings nobody asked for."""

    judged: list[Judged]
    unknown: list[str]
    sensitive: list[str]

    @property
    def good(self) -> list[Judged]:
        return [one for one in self.judged if one.outcome == "accept"]


def judge_roster(
    source: Source,
    filename: str,
    *,
    batch: Batch,
    campus: Campus,
    as_of: date | None = None,
    progress: str = "",
) -> Roster:
    """Judge every row without writing anything.

    Args:
        as_of: the day on which ages are counted, by default the batch's closing day.
        progress: a cache key to count the rows under.

    Raises:
        Unreadable: the file can't be read, or has no usable header.
    """
    rows = read_roster(source, filename)
    header = find_header(rows)
    hashes = {keyed_hash(number) for number in id_numbers(rows, header)}
    taken = queries.elsewhere(batch, campus, hashes)
    judged = judge(
        rows,
        header=header,
        directions=accepted_names(batch.directions.all()),
        as_of=as_of or batch.closes_on,
        known=lambda number: keyed_hash(number) in taken,
    )
    return Roster(
        list(_counted(judged, progress, len(rows))), header.unknown, header.sensitive
    )


def _counted(judged: Iterator[Judged], key: str, total: int) -> Iterator[Judged]:
    for number, one in enumerate(judged, start=1):
        if key and number % 200 == 0:
            cache.set(key, {"done": number, "total": total}, timeout=3600)
        yield one


def check_size(size: int, filename: str) -> None:
    """Refuse at once what is too large to be read; the rest the job will say."""
    if size > LIMITS.bytes:
        limit = LIMITS.bytes // 2**20
        raise Refused("sheet-too-large", status=422, limit=limit, filename=filename)


def progress_key(pk: int) -> str:
    return f"roster:{pk}"


def import_roster(pk: int) -> None:
    """Judge and import one roster; safe to run twice, or side by side.

    The import's row stays locked meanwhile; whoever comes second does nothing. A worker
    that dies leaves nothing written, and the sweeper starts again.
    """
    with transaction.atomic():
        roster = _take(pk)
        if roster is None:
            return
        roster.attempts += 1
        roster.save(update_fields=["attempts"])
    with transaction.atomic():
        roster = _take(pk)
        if roster is not None:
            _import(roster)


def _take(pk: int) -> RosterImport | None:
    """The import's row, locked, if it waits and nobody else works on it."""
    return (
        RosterImport.objects.filter(pk=pk, state=RosterImport.State.WAITING)
        .select_for_update(skip_locked=True, of=("self",))
        .select_related("batch", "campus", "sent_by")
        .first()
    )


def _import(roster: RosterImport) -> None:
    now = timezone.now()
    if roster.attempts > TRIES:
        _fail(roster, "roster-broken", {}, at=now)
        return
    try:
        judged = judge_roster(
            decrypt(bytes(roster.content or b"")),
            roster.file_name,
            batch=roster.batch,
            campus=roster.campus,
            progress=progress_key(roster.pk),
        )
    except Unreadable as error:
        _fail(roster, error.code, error.facts, at=now)
        return
    try:
        outcomes = actions.add_candidates(
            actor=roster.sent_by,
            batch=roster.batch,
            campus=roster.campus,
            entries=[one.data for one in judged.good if one.data],
            reason=roster.file_name,
            at=now,
        )
    except Refused as refused:
        _fail(roster, refused.code, refused.facts, at=now)
        return
    _finish(roster, _findings(judged, outcomes), at=now)


def _finish(roster: RosterImport, findings: list[dict], *, at: datetime) -> None:
    """Close an import with what was found, and tell who sent it."""
    roster.findings = findings
    roster.counts = dict(Counter(finding["outcome"] for finding in findings))
    roster.state, roster.finished_at = RosterImport.State.DONE, at
    roster.save()
    _tell("roster-imported", roster, roster.counts)


def _tell(kind: str, roster: RosterImport, facts: dict) -> None:
    outbox.put(
        kind,
        to=[roster.sent_by],
        subject=f"roster:{roster.pk}",
        dedup=f"roster:{roster.pk}",
        facts={"file": roster.file_name, **facts},
        url=f"/candidates/import/{roster.pk}/",
    )


def _fail(roster: RosterImport, code: str, facts: dict, *, at: datetime) -> None:
    """Close an import that can't be made; nothing was written. Tells who sent it."""
    roster.error = {"code": code, "facts": {k: str(v) for k, v in facts.items()}}
    roster.state, roster.finished_at = RosterImport.State.FAILED, at
    roster.save()
    _tell("roster-failed", roster, {})


def _findings(roster: Roster, outcomes: list[str]) -> list[dict]:
    written = iter(outcomes)
    found = []
    for one in roster.judged:
        outcome: str = one.outcome
        said = [*one.faults, *one.warnings]
        code, facts = (said[0].code, said[0].facts) if said else ("", {})
        if outcome == "accept":
            outcome = next(written)
            if outcome == "elsewhere":
                outcome, code = "reject", "duplicate-elsewhere"
        found.append(
            {
                "row": one.sheet_row,
                "name": one.name,
                "outcome": outcome,
                "code": code,
                "facts": {name: str(value) for name, value in facts.items()},
            }
        )
    return found


def forget_rosters() -> int:
    """Erase files and row findings of imports older than a day."""
    day_ago = timezone.now() - timedelta(days=1)
    return (
        RosterImport.objects.filter(created_at__lt=day_ago)
        .exclude(content=None)
        .update(content=None, findings=[])
    )


def resume_imports() -> None:
    """Take up imports whose job was lost."""
    minute_ago = timezone.now() - timedelta(minutes=1)
    waiting = RosterImport.objects.filter(
        state=RosterImport.State.WAITING, created_at__lt=minute_ago
    )
    for pk in waiting.values_list("pk", flat=True):
        import_roster(pk)
