"""Writing the security log, and forgetting what is old."""

from datetime import timedelta

import structlog

from spark import clock
from spark.accounts.models import User
from spark.accounts.scope import Actor
from spark.accounts.security.models import SecurityEvent, SecurityKind

KEPT = timedelta(days=400)  # the Cybersecurity Law asks for six months at least


def note(
    kind: SecurityKind, by: Actor | None, *, whom: User | None = None, what: str = ""
) -> None:
    """Write a line, in the transaction there is: address and request are the log's."""
    known = structlog.contextvars.get_contextvars()
    SecurityEvent.objects.create(
        kind=kind,
        user=by if isinstance(by, User) else None,
        whom=whom,
        what=what,
        address=known.get("ip"),
        request=known.get("request_id") or "",
    )


def forget_old() -> None:
    SecurityEvent.objects.filter(at__lt=clock.now() - KEPT).delete()
