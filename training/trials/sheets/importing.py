"""From a file to its judgement, and on to rows: all of it or nothing.

Between the two the file is kept for an hour, for the one who sent it.
"""

import secrets
import zlib
from datetime import datetime

from django.core.cache import cache
from django.db import IntegrityError, connection
from django.utils.translation import gettext_lazy as _

from spark.accounts.models import User
from spark.accounts.scope import Actor
from spark.audit import trail
from spark.errors import Refused
from training.trials.sheets.kind import Kind
from training.trials.sheets.reading import Judgement, lines

KEPT = 3600  # seconds


def keep(user: User, kind: type[Kind], filename: str, content: bytes) -> str:
    """Keep a file until somebody has looked at its judgement; the key to it."""
    token = secrets.token_urlsafe(12)
    cache.set(_key(user, kind, token), (filename, content), KEPT)
    return token


def kept(user: User, kind: type[Kind], token: str) -> tuple[str, bytes]:
    """The name and content of a file that the user sent.

    Raises:
        Refused: sheet-gone.
    """
    found = cache.get(_key(user, kind, token))
    if found is None:
        raise Refused("sheet-gone")
    return found


def _key(user: User, kind: type[Kind], token: str) -> str:
    return f"trials-sheet:{user.pk}:{kind.slug}:{token}"


def judge_sheet(
    *, actor: Actor, kind: type[Kind], filename: str, content: bytes
) -> Judgement:
    """What the sheet would do; nothing is written.

    Raises:
        Refused: not-your-role, or what makes the file no such sheet.
    """
    own = kind(actor)
    own.check()
    found, unread = lines(content, filename, own.columns)
    return Judgement(own.judge(found), unread)


@trail.action("trials.import-sheet", _("Sheet imported"), internal=True)
def import_sheet(
    *,
    actor: Actor,
    kind: type[Kind],
    filename: str,
    content: bytes,
    seen: str,
    at: datetime | None = None,
) -> Judgement:
    """Do what the sheet says, judged again while no other of its kind is written.

    Args:
        seen: the digest of the judgement somebody looked at.

    Raises:
        Refused: sheet-wrong, sheet-changed, or as `judge_sheet`.
    """
    with connection.cursor() as cursor:
        lock = zlib.crc32(f"trials-sheet:{kind.slug}".encode())
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock])
    own = kind(actor)
    own.check()
    found, unread = lines(content, filename, own.columns)
    judgement = Judgement(own.judge(found), unread)
    if judgement.digest != seen:
        raise Refused("sheet-changed")
    if judgement.wrong:
        raise Refused("sheet-wrong", status=422, n=len(judgement.wrong))
    try:
        own.write(judgement)
    except IntegrityError as error:
        raise Refused("sheet-changed") from error
    return judgement
