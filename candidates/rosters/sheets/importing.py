"""From a roster's bytes to candidates: the jobs that check it and write it."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date, datetime, timedelta
from functools import partial

import structlog
from django.core.cache import cache
from django.db import transaction
from django.db.models import Q, QuerySet

from candidates.register.actions import check_open
from candidates.register.models import Batch
from candidates.rosters import actions, queries
from candidates.rosters.models import PERSONAL, RosterImport
from candidates.rosters.sheets.findings import findings, repeated_before
from candidates.rosters.sheets.roster import Known, Roster, RosterReport
from spark import clock
from spark.accounts.scope import SYSTEM
from spark.afterwards import written_afterwards
from spark.campuses.models import Campus
from spark.crypto import decrypt, keyed_hash
from spark.errors import Refused
from spark.jobs import enqueue_on_commit
from spark.notifications import outbox
from spark.sheets import LIMITS, Source, Unreadable
from spark.sheets.checking import Line
from spark.trying import TRIES, attempt
from spark.wording import in_all

log = structlog.get_logger(__name__)
State = RosterImport.State


def check_roster(
    source: Source,
    filename: str,
    *,
    batch: Batch,
    campus: Campus,
    as_of: date | None = None,
    without_hidden: bool = False,
    progress: str = "",
) -> RosterReport:
    """What becomes of every row; nothing is written.

    Args:
        as_of: the day on which ages are counted, by default the batch's closing day.
        without_hidden: leave out the rows hidden in the sheet.
        progress: a cache key to count the rows under.

    Raises:
        Unreadable: the file can't be read, or has no usable header.
    """

    def people(numbers: set[str]) -> dict[str, Known]:
        hashes = {number: keyed_hash(number) for number in numbers}
        known = queries.names_by_hash(hashes.values())
        taken = queries.elsewhere(batch, campus, known)
        return {
            number: Known(known[hashed], hashed in taken)
            for number, hashed in hashes.items()
            if hashed in known
        }

    sheet = Roster(batch.directions.all(), as_of or batch.closes_on, people)
    opened = sheet.open(source, filename)
    lines = sheet.lines(opened.tables, without_hidden=without_hidden)
    read = list(_counted(lines, progress, opened.length))
    if all(line.skipped for line in read):
        raise Unreadable("sheet-header-only", filename=filename)
    notes = opened.unread(read, without_hidden=without_hidden)
    return RosterReport(list(sheet.check(read)), notes, sheet.unclear)


def _counted(lines: Iterator[Line], key: str, total: int) -> Iterator[Line]:
    for number, line in enumerate(lines, start=1):
        if key and number % 200 == 0:
            cache.set(key, {"done": number, "total": total}, timeout=3600)
        yield line


def check_size(size: int, filename: str) -> None:
    """Refuse at once what is too large to be read; the rest the job will say."""
    if size > LIMITS.bytes:
        limit = LIMITS.bytes // 2**20
        raise Refused("sheet-too-large", status=422, limit=limit, filename=filename)


def progress_key(pk: int) -> str:
    return f"roster:{pk}"


def check_import(pk: int) -> None:
    """Check a roster that waits; nothing of it is written."""
    attempt(_rosters(State.WAITING), pk, partial(_work, _check))


def write_import(pk: int) -> None:
    """Import the good rows of a roster that somebody confirmed, all or none."""
    attempt(_rosters(State.IMPORTING), pk, partial(_work, _write))


def _rosters(state: str) -> QuerySet[RosterImport]:
    people = ("sent_by", "confirmed_by")
    rows = RosterImport.objects.filter(state=state)
    return rows.select_related("batch", "campus", *people)


def _work(work: Callable[[RosterImport, datetime], None], roster: RosterImport) -> None:
    now = clock.now()
    try:
        if roster.attempts > TRIES:
            raise Refused("roster-broken")
        with written_afterwards(), transaction.atomic():
            work(roster, now)
    except Refused as refused:
        _fail(roster, refused, at=now)


def _check(roster: RosterImport, at: datetime) -> None:
    check_open(roster.batch)
    report = _report(roster)
    foreseen = actions.preview_candidates(
        batch=roster.batch,
        campus=roster.campus,
        entries=report.entries,
        kept=actions.Kept(repeated=repeated_before(roster)),
    )
    _note(roster, report, findings(report.rows, foreseen))
    roster.judged()
    roster.save()
    _tell("roster-judged", roster, roster.counts)


def _write(roster: RosterImport, at: datetime) -> None:
    report = _report(roster)
    writing = {"writing": len(report.entries)}
    cache.set(progress_key(roster.pk), writing, timeout=3600)
    taken = actions.add_candidates(
        actor=roster.confirmed_by or roster.sent_by,
        batch=roster.batch,
        campus=roster.campus,
        entries=report.entries,
        kept=actions.Kept(not roster.with_updates, repeated_before(roster)),
        reason=f"#{roster.pk}",  # a file may be called like a person
        at=at,
    )
    outcomes = [(entry.outcome, actions.changes(entry)) for entry in taken]
    _note(roster, report, findings(report.rows, outcomes))
    roster.images, roster.finished_at = actions.images(taken), clock.now()
    roster.imported()
    roster.save()
    actions.ask_to_call(roster, at)
    _tell("roster-imported", roster, roster.counts)


def _report(roster: RosterImport) -> RosterReport:
    """Raises Refused unclear-too-often."""
    report = check_roster(
        content_of(roster),
        roster.file_name,
        batch=roster.batch,
        campus=roster.campus,
        without_hidden=roster.without_hidden,
        progress=progress_key(roster.pk),
    )
    found = [actions.Unclear(person, name) for person, name in report.unclear]
    actions.note_unclear(roster.sent_by, roster.batch, roster.campus, found)
    return report


def sheet_of(roster: RosterImport) -> Roster:
    return Roster(roster.batch.directions.all(), roster.batch.closes_on)


def content_of(roster: RosterImport) -> bytes:
    """The file as it was sent.

    Raises:
        Refused: roster-forgotten.
    """
    if roster.content is None:
        raise Refused("roster-forgotten")
    return decrypt(bytes(roster.content))


def _note(roster: RosterImport, report: RosterReport, found: list[dict]) -> None:
    unread = [asdict(note) for note in report.unread]
    roster.layout = roster.layout | {"unread": unread}
    roster.findings = found
    roster.counts = dict(Counter(finding["outcome"] for finding in found))


def _tell(kind: str, roster: RosterImport, facts: dict) -> None:
    people = {user.pk: user for user in (roster.sent_by, roster.confirmed_by) if user}
    outbox.put(
        kind,
        to=list(people.values()),
        subject=f"roster:{roster.pk}",
        dedup=f"{kind}:{roster.pk}",
        facts={"file": roster.file_name, **facts},
        url=f"/candidates/import/{roster.pk}/",
    )


def _fail(roster: RosterImport, refused: Refused, *, at: datetime) -> None:
    """Close an import that can't be made; nothing was written. Tells who sent it."""
    facts = {name: in_all(value) for name, value in refused.facts.items()}
    roster.refresh_from_db()
    roster.error = {"code": refused.code, "facts": facts}
    roster.finished_at = at
    roster.fail()
    roster.save()
    _tell("roster-failed", roster, {})


def forget_rosters() -> None:
    """Erase what imports older than a day hold of people; drop those unconfirmed.

    Also closes the duties of rosters whose people left otherwise than by being called.
    """
    actions.close_called(at=clock.now())
    old = RosterImport.objects.filter(
        created_at__lt=clock.now() - timedelta(days=1)
    ).exclude(state=State.IMPORTING)
    held = Q(**{f"{name}__isnull": True for name in PERSONAL})
    old.exclude(held).update(**dict.fromkeys(PERSONAL))
    for roster in old.filter(state__in=[State.WAITING, State.JUDGED]):
        try:
            actions.discard_roster(actor=SYSTEM, pk=roster.pk)
        except Refused as refused:
            log.warning("roster_not_discarded", pk=roster.pk, refused=str(refused))


def resume_imports() -> None:
    """Ask again for the jobs that were lost."""
    minute_ago = clock.now() - timedelta(minutes=1)
    lost = RosterImport.objects.filter(created_at__lt=minute_ago)
    for pk in lost.filter(state=State.WAITING).values_list("pk", flat=True):
        enqueue_on_commit("register.judge_roster", pk=pk)
    for pk in lost.filter(state=State.IMPORTING).values_list("pk", flat=True):
        enqueue_on_commit("register.write_roster", pk=pk)
