"""The code by which an applicant comes back: made, tried, replaced.

Its first half names the application, the second is secret and kept as a hash alone.
After ten wrong ones it opens nothing until the college, which looks at the student
card, reads out another.
"""

import secrets
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from candidates.applying.access import APPLICATIONS, guest_of
from candidates.applying.models import Application, Call
from candidates.applying.stages import NAMED
from candidates.register.access import COLLEGE
from spark import clock
from spark.accounts.verbs import verb
from spark.audit import trail
from spark.crypto import keyed_hash

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none is taken for another
HALF = 6
TRIES = 10


def code_of(start_key: UUID) -> str:
    """The first code: the same for a beginning that is sent twice."""
    number = int(keyed_hash(f"applying:begin:{start_key}"), 16)
    letters = []
    for _letter in range(2 * HALF):
        number, place = divmod(number, len(LETTERS))
        letters.append(LETTERS[place])
    return "".join(letters)


def shown(code: str) -> str:
    """In two halves, as it is read and copied."""
    return f"{code[:HALF]}-{code[HALF:]}"


def hashed(start_key: UUID, secret: str) -> str:
    return keyed_hash(f"applying:{start_key}:{secret}")


trail.declare("application.open", _("Opened by its code"))


def open_by(call: Call, code: str, at: datetime | None = None) -> Application | None:
    """The application of this page that the code opens; None for anything else."""
    at = at or clock.now()
    reference, secret = code[:HALF], code[HALF:]
    known = Application.objects.filter(call=call, reference=reference).first()
    with trail.acting(guest_of(known), "application.open", at=at):
        rows = Application.objects.filter(pk=known.pk if known else 0)
        row = rows.select_for_update(no_key=True).first()
        if row is None or row.locked_at:
            return None
        if secrets.compare_digest(row.code_hash, hashed(row.start_key, secret)):
            row.wrong = 0
        else:
            row.wrong += 1
            row.locked_at = at if row.wrong >= TRIES else None
        row.save(update_fields=["wrong", "locked_at"])
        row.call = call
        return None if row.wrong else row


@verb(
    APPLICATIONS,
    roles=COLLEGE,
    label=_("Code read out"),
    many=False,
    states=NAMED,
)
def new_code(application: Application) -> str:
    """Another code, for whoever showed who they are; the one before opens nothing."""
    secret = "".join(secrets.choice(LETTERS) for _letter in range(HALF))
    application.code_hash = hashed(application.start_key, secret)
    application.wrong, application.locked_at = 0, None
    application.save(update_fields=["code_hash", "wrong", "locked_at"])
    return shown(application.reference + secret)
