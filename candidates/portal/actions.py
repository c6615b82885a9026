"""Personal links and codes: made and read out by colleges, opened by candidates.

Whoever has a card can't get in by it alone: the code is told apart from it, works once
and for a quarter of an hour.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from django.utils.translation import gettext_lazy as _

from candidates.portal.access import LINKS, TOLD, guest_of
from candidates.portal.models import PersonalLink
from candidates.portal.queries import usable
from candidates.register.access import CANDIDATES, COLLEGE
from candidates.register.models import Candidate
from spark import clock
from spark.accounts.scope import Guest
from spark.accounts.verbs import verb
from spark.audit import trail
from spark.crypto import keyed_hash
from spark.errors import Refused

VALID = timedelta(days=200)  # a card, for a batch
CODE_VALID = timedelta(minutes=15)
CODE_TRIES = 5
LOCKED_AFTER = 20  # codes tried in vain


@verb(
    LINKS,
    source=CANDIDATES,
    roles=COLLEGE,
    label=_("Card made"),
    when=lambda candidate: candidate.stage != "left",
)
def make_card(candidates: Sequence[Candidate], *, at: datetime) -> dict[int, str]:
    """Give candidates new personal links, by candidate; their former ones end.

    The token is in what this returns, and nowhere else.
    """
    PersonalLink.objects.filter(candidate__in=candidates, revoked_at=None).update(
        revoked_at=at, code_hash=""
    )
    tokens = {row.pk: secrets.token_urlsafe(24) for row in candidates}
    PersonalLink.objects.bulk_create(
        PersonalLink(
            candidate=row,
            token_hash=_hashed(tokens[row.pk]),
            created_at=at,
            expires_at=at + VALID,
        )
        for row in candidates
    )
    return tokens


@verb(
    LINKS,
    roles=COLLEGE,
    label=_("Code read out"),
    many=False,
    when=lambda link: usable(link, clock.now()),
)
def read_out(link: PersonalLink, *, at: datetime) -> str:
    """A new code for whoever holds the card and showed who they are; it is on record.

    Raises:
        Refused: portal-link-locked, portal-link-over.
    """
    if link.locked_at:
        raise Refused("portal-link-locked")
    if not usable(link, at):
        raise Refused("portal-link-over")
    code = f"{secrets.randbelow(10**6):06d}"
    link.code_hash, link.tries = _code_hash(link, code), 0
    link.code_expires_at = at + CODE_VALID
    link.save(update_fields=["code_hash", "tries", "code_expires_at"])
    return code


@verb(LINKS, roles=COLLEGE, label=_("Card made invalid"))
def revoke(links: Sequence[PersonalLink], *, at: datetime) -> None:
    """End links, and whatever is open by them."""
    for link in links:
        if link.revoked_at:
            raise Refused("portal-link-over")
        link.revoked_at, link.code_hash = at, ""
        link.save(update_fields=["revoked_at", "code_hash"])


trail.declare("portal.open", _("Opened their own pages"))


def open_by(token: str, code: str, at: datetime | None = None) -> PersonalLink | None:
    """The link that the token and its present code open; None for anything else.

    A wrong code is counted: five end the code, twenty lock the link.
    """
    at = at or clock.now()
    known = PersonalLink.objects.filter(token_hash=_hashed(token)).first()
    if known is None:
        return None
    with trail.acting(guest_of(known.candidate), "portal.open", at=at):
        link = PersonalLink.objects.select_for_update().get(pk=known.pk)
        if not usable(link, at):
            return None
        if not _fits(link, code, at):
            _count_wrong(link, at)
            return None
        link.code_hash, link.tries, link.wrong = "", 0, 0
        link.opened_at = at
        link.save(update_fields=["code_hash", "tries", "wrong", "opened_at"])
        return link


def _fits(link: PersonalLink, code: str, at: datetime) -> bool:
    alive = link.code_hash and link.code_expires_at and at < link.code_expires_at
    same = secrets.compare_digest(link.code_hash, _code_hash(link, code))
    return bool(alive and link.tries < CODE_TRIES and same)


def _count_wrong(link: PersonalLink, at: datetime) -> None:
    link.tries, link.wrong = link.tries + 1, link.wrong + 1
    if link.wrong >= LOCKED_AFTER:
        link.locked_at, link.code_hash = at, ""
    link.save(update_fields=["tries", "wrong", "locked_at", "code_hash"])


def _hashed(token: str) -> str:
    """Nothing is gained by a key: nobody can try all tokens of 24 random bytes."""
    return sha256(token.encode()).hexdigest()


def _code_hash(link: PersonalLink, code: str) -> str:
    return keyed_hash(f"portal:{link.pk}:{code}")


def read_message(guest: Guest, pk: int, at: datetime | None = None) -> str:
    """Note that a message was opened, once; where what it tells of is seen.

    Raises:
        Http404: if it isn't theirs.
    """
    message = TOLD.get(guest, pk)
    TOLD.visible_to(guest).filter(pk=pk, read_at=None).update(read_at=at or clock.now())
    return message.url
