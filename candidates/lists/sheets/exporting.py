"""Lists as files: written at once or by a job, encrypted, forgotten after a day."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from candidates.lists import actions, queries
from candidates.lists.sheets.listed import Column, chosen_columns
from candidates.register.models import Export
from spark import clock
from spark.accounts.scope import SYSTEM
from spark.crypto import encrypt
from spark.jobs import enqueue_on_commit
from spark.sheets.writing import csv_lines, workbook
from spark.trying import TRIES, attempt

log = structlog.get_logger(__name__)
CHUNK = 1000


def content(export: Export) -> bytes:
    """The file, with what its owner may see now, in the active language."""
    columns = chosen_columns(export.owner, export.columns)
    head = [_("Name"), *(str(column.label) for column in columns)]
    if export.format == Export.Format.CSV:
        return "".join(csv_lines(head, _rows(export, columns))).encode()
    return workbook(head, _rows(export, columns), sheet=_("Candidates"))


def _rows(export: Export, columns: Sequence[Column]) -> Iterator[list[object]]:
    rows = queries.to_export(
        export.owner, actions.export_list, export.chosen, export.ids
    )
    rows = queries.with_waits(rows)
    order = queries.ORDERS.get(export.sort, queries.NEWEST)
    for candidate in order.sorted(rows).iterator(CHUNK):
        yield [
            candidate.person.name,
            *(_cell(column.value(candidate)) for column in columns),
        ]


def _cell(value: object) -> object:
    """Dates stay dates; whatever else has words is written as them."""
    return value if hasattr(value, "year") or value is None else str(value)


def write_export(pk: int) -> None:
    """The job: once for each export, and again if a worker died over it."""
    attempt(queries.waiting_exports(), pk, _write)


def _write(export: Export) -> None:
    written = None
    try:
        if export.attempts <= TRIES:
            language = export.owner.language
            with transaction.atomic(), translation.override(language):
                written = encrypt(content(export))
    except SoftTimeLimitExceeded:  # the job must end here; the sweeper tries again
        raise
    except Exception:
        log.exception("export_not_written", pk=export.pk)
        if export.attempts < TRIES:
            return
    actions.finish_export(actor=SYSTEM, export=export, content=written)


def resume_exports() -> None:
    """Ask again for what waits longer than a job takes to begin."""
    for pk in queries.lost_exports(clock.now() - timedelta(minutes=1)):
        enqueue_on_commit("register.write_export", pk=pk)
