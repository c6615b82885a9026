"""Taking a list out of Spark: who, when, whom and how many stays in history."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from candidates.lists import queries
from candidates.register.access import CANDIDATES
from candidates.register.models import Export
from spark import clock
from spark.accounts.models import Role, User
from spark.accounts.scope import Actor
from spark.accounts.security.models import SecurityKind
from spark.accounts.verbs import verb
from spark.audit import trail
from spark.errors import Refused
from spark.jobs import enqueue_on_commit
from spark.notifications import outbox

KEPT = timedelta(days=1)
IN_A_REQUEST = 500  # rows; a longer list is written by a job
MOST = 100_000


@verb(
    CANDIDATES,
    roles={Role.COORDINATOR, Role.OFFICE, Role.SIGNING, Role.TEAM},
    label=_("List exported"),
    name="export",
    detail=False,
    internal=True,
    security=SecurityKind.EXPORT,
)
def export_list(
    *,
    actor: User,
    columns: Sequence[str],
    chosen: Mapping[str, Any],
    ids: Sequence[int] = (),
    sort: str = "",
    format: str = Export.Format.XLSX,
) -> Export:
    """Record an export. A long list is written by a job, which sends a message then.

    Args:
        chosen: the filters, as `queries.candidates` takes them.
        ids: only these of them.
    """
    rows = queries.to_export(actor, export_list, chosen, ids)
    count = rows.order_by().values("pk")[: MOST + 1].count()
    if count > MOST:
        raise Refused("export-too-many", limit=MOST)
    at_once = count <= IN_A_REQUEST
    now = clock.now()
    export = Export.objects.create(
        owner=actor,
        format=format,
        chosen=dict(chosen),
        ids=list(ids),
        columns=list(columns),
        sort=sort,
        count=count,
        state=Export.State.DONE if at_once else Export.State.WAITING,
        created_at=now,
        finished_at=now if at_once else None,
    )
    if not at_once:
        enqueue_on_commit("register.write_export", pk=export.pk)
    return export


@trail.action("register.export-written", _("List written"), internal=True)
def finish_export(*, actor: Actor, export: Export, content: bytes | None) -> None:
    """Store the encrypted file, or that it failed for good, and send a message."""
    done = content is not None
    export.state = Export.State.DONE if done else Export.State.FAILED
    export.content, export.finished_at = content, clock.now()
    export.save(update_fields=["state", "content", "finished_at"])
    outbox.put(
        "list-exported" if done else "list-not-exported",
        to=[export.owner],
        subject=f"export:{export.pk}",
        dedup=f"export:{export.pk}:{export.state}",
        facts={"count": export.count},
        url=f"/candidates/export/{export.pk}/" if done else "/candidates/",
    )


def forget_exports() -> None:
    """The file goes after a day; that there was one stays."""
    old = Export.objects.filter(finished_at__lt=clock.now() - KEPT)
    old.exclude(content=None).update(content=None)
