"""What was written is forgotten once nobody needs it; that somebody wrote is not.

Drafts that were never sent, a while after their page closed; those asked back and
never sent again, which count as withdrawn; refused ones once an appeal need not be
answered any more.
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from candidates.applying.actions.clips import forget_clip
from candidates.applying.models import PERSONAL, Application
from candidates.applying.rules import DRAFT_KEPT, REFUSED_KEPT
from candidates.applying.stages import State
from spark import clock
from spark.accounts.scope import SYSTEM
from spark.audit import trail

PORTION = 200
EMPTIED = PERSONAL | {"steps": [], "asked_for": "", "refused_for": ""}
trail.declare("application.forget", _("Deleted: its time was over"))


def forget(at: datetime | None = None) -> int:
    """Forget all whose time is over, in portions; how many."""
    at, forgotten = at or clock.now(), 0
    while number := _portion(at):
        forgotten += number
    return forgotten


@transaction.atomic
def _portion(at: datetime) -> int:
    """Those that somebody is writing in at this moment are left for the next time."""
    rows = Application.objects.filter(_over(clock.day(at), at), forgotten_at=None)
    rows = rows.select_related("upload")
    held = rows.select_for_update(skip_locked=True, of=("self",), no_key=True)
    found = list(held.order_by("pk").defer("id_number", "answers")[:PORTION])
    gone = EMPTIED | {"forgotten_at": at}
    with trail.acting(SYSTEM, "application.forget", at=at):
        for row in found:
            forget_clip(row, at)
            if row.state == State.ASKED_BACK:
                row.withdraw()
                row.state_since = at
            for name, nothing in gone.items():
                setattr(row, name, nothing)
        Application.objects.bulk_update(found, ["state", "state_since", *gone])
    return len(found)


def _over(day: date, at: datetime) -> Q:
    closed = Q(call__closes_on__lt=day - DRAFT_KEPT)
    drafts = closed & Q(state=State.DRAFT)
    asked = closed & Q(
        state=State.ASKED_BACK,
        state_since__lt=clock.midnight(day - DRAFT_KEPT),
    )
    return drafts | asked | Q(state=State.REFUSED, state_since__lt=at - REFUSED_KEPT)
