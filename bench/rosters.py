"""A roster of 10,000 rows, checked and imported as the jobs do it."""

import io
import resource
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import xlsxwriter
from django.db import transaction

from bench.seed import people
from candidates.demo import id_number
from candidates.register.models import Batch
from candidates.rosters.actions import confirm_roster, send_roster, undo_roster
from candidates.rosters.models import RosterImport
from candidates.rosters.sheets import importing
from spark.accounts.models import User

ROWS = 10_000
COLUMNS = {
    "姓名": "name",
    "身份证号": "id_number",
    "手机号": "phone",
    "学号": "student_number",
    "院系": "department",
    "专业": "major",
    "班级": "class_name",
}


def measured() -> Iterator[tuple[str, float, float]]:
    """(what, seconds, peak MB of this process so far); rolled back afterwards."""
    content = workbook()
    with transaction.atomic():
        roster = sent(content)
        pk = roster.pk
        yield timed(f"roster, check {ROWS:,}", lambda: importing.check_import(pk))
        confirm_roster(actor=roster.sent_by, pk=roster.pk)
        yield timed(
            f"roster, write {ROWS:,}", lambda: importing.write_import(roster.pk)
        )
        roster = RosterImport.objects.get(pk=pk)
        assert roster.counts == {"added": ROWS}, (roster.counts, roster.error)
        undo = lambda: undo_roster(actor=roster.sent_by, pk=roster.pk)  # noqa: E731
        yield timed(f"roster, undo {ROWS:,}", undo)
        transaction.set_rollback(True)


def timed(name: str, work: Callable[[], object]) -> tuple[str, float, float]:
    start = time.perf_counter()
    work()
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return name, seconds, peak


def sent(content: bytes) -> RosterImport:
    batch = Batch.objects.get(slug="hangzhou-2026-autumn")
    return send_roster(
        actor=User.objects.get(email="office@demo.spark"),
        batch=batch,
        campus=batch.campuses.order_by("code")[0],
        file_name="bench.xlsx",
        content=content,
        notice_version="bench",
        notice_on=date(2026, 9, 1),
    )


def workbook() -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, [*COLUMNS, "意向方向"])
        for number, person in enumerate(people(0, ROWS), start=1):
            # Born on other days than the people of `seed`, so that all are new.
            birth = date(1999, 1, 1) + timedelta(days=number // 900)
            other = {"id_number": id_number(birth, number % 900, "530101")}
            cells = [other.get(n) or getattr(person, n) for n in COLUMNS.values()]
            page.write_row(number, 0, [*cells, "综合主播"])
    return buffer.getvalue()
