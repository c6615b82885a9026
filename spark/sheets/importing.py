"""From a file to what it would do, and on to rows: all of it or nothing.

Between the two the file is kept for a day at most, encrypted, in a row of its own, for
the one who sent it: never in a cache, never on a disk in clear.
"""

import secrets
import zlib
from datetime import datetime, timedelta

from django.db import IntegrityError, connection

from spark import clock
from spark.audit import trail
from spark.crypto import decrypt, encrypt, keyed_hash
from spark.errors import Refused
from spark.sheets.checking import Report
from spark.sheets.kinds import SheetKind
from spark.sheets.models import StagedSheet

KEPT = timedelta(days=1)


def keep(sheet: SheetKind, filename: str, content: bytes) -> str:
    """Keep a file until somebody has looked at what it would do; the key to it."""
    token = secrets.token_urlsafe(12)
    StagedSheet.objects.create(
        sent_at=clock.now(),
        key=_key(sheet, token),
        owner_id=sheet.actor.pk,
        file_name=filename,
        content=encrypt(content),
    )
    return token


def kept(sheet: SheetKind, token: str) -> tuple[str, bytes]:
    """The name and content of a file that the same person sent.

    Raises:
        Refused: sheet-gone.
    """
    since = clock.now() - KEPT
    rows = StagedSheet.objects.filter(key=_key(sheet, token), sent_at__gt=since)
    found = rows.first()
    if found is None:
        raise Refused("sheet-gone")
    return found.file_name, decrypt(bytes(found.content))


def forget(sheet: SheetKind, token: str) -> None:
    """Once it was written."""
    StagedSheet.objects.filter(key=_key(sheet, token)).delete()


def forget_old() -> None:
    """Delete what nobody wrote within a day."""
    StagedSheet.objects.filter(sent_at__lt=clock.now() - KEPT).delete()


def _key(sheet: SheetKind, token: str) -> str:
    return keyed_hash(f"sheet:{sheet.actor.pk}:{sheet.slug}:{token}")


def import_sheet(
    sheet: SheetKind,
    filename: str,
    content: bytes,
    *,
    seen: str,
    without_hidden: bool = False,
    at: datetime | None = None,
) -> Report:
    """Do what the sheet says, checked again while no other of its kind is written.

    Args:
        seen: the digest of the report somebody looked at.
        without_hidden: leave out the rows hidden in the sheet.

    Raises:
        Refused: sheet-wrong, sheet-changed, or as `SheetKind.report`.
    """
    with trail.acting(sheet.actor, sheet.verb, at=at):
        with connection.cursor() as cursor:
            lock = zlib.crc32(f"sheet:{sheet.slug}".encode())
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock])
        report = sheet.report(content, filename, without_hidden=without_hidden)
        if report.digest != seen:
            raise Refused("sheet-changed")
        if report.rejected:
            raise Refused("sheet-wrong", status=422, n=len(report.rejected))
        try:
            sheet.write(report)
        except IntegrityError as error:
            raise Refused("sheet-changed") from error
    return report
