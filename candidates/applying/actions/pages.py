"""Application pages: opened by the college or the office, their dates changed."""

import secrets
from datetime import date

from django.utils.translation import gettext_lazy as _

from candidates.applying.access import CALLS, open_batches, own_campuses
from candidates.applying.actions.codes import LETTERS
from candidates.applying.models import Call
from candidates.register.access import COLLEGE
from candidates.register.models import Batch
from spark.accounts.models import User
from spark.accounts.verbs import verb
from spark.campuses.models import Campus
from spark.errors import Refused

LONG = 8


@verb(CALLS, roles=COLLEGE, label=_("Application page opened"), detail=False)
def open_call(
    *,
    actor: User,
    batch: Batch,
    campus: Campus,
    opens_on: date,
    closes_on: date,
    limit: int | None = None,
) -> Call:
    """Let a college's students apply for a batch, between these days.

    Raises:
        Refused: not-your-role, not-your-campus, campus-not-in-batch, call-there,
            batch-dates.
    """
    if not own_campuses(actor).filter(pk=campus.pk).exists():
        raise Refused("not-your-campus", status=403)
    if not open_batches(actor).filter(pk=batch.pk, campuses=campus).exists():
        raise Refused("campus-not-in-batch", status=422)
    return Call.objects.create(
        batch=batch,
        campus=campus,
        slug="".join(secrets.choice(LETTERS) for _letter in range(LONG)).lower(),
        opens_on=opens_on,
        closes_on=closes_on,
        limit=limit,
    )


@verb(CALLS, roles=COLLEGE, label=_("Application page changed"), many=False)
def change_call(
    call: Call, *, opens_on: date, closes_on: date, limit: int | None = None
) -> None:
    """Other days, another limit; nobody's place on the list changes by that.

    Raises:
        Refused: not-your-role, batch-dates.
    """
    call.opens_on, call.closes_on, call.limit = opens_on, closes_on, limit
    call.save(update_fields=["opens_on", "closes_on", "limit"])
