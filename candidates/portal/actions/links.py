"""Personal links and codes: made and read out by colleges, opened by candidates.

Whoever has a card can't get in by it alone: the code is told apart from it, works once
and for a quarter of an hour.
"""

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from candidates.portal.access import LINKS, TOLD, guest_of
from candidates.portal.models import Link, PersonalLink, SendingLink
from candidates.portal.queries import usable
from candidates.register.access import CANDIDATES, COLLEGE
from candidates.register.models import Candidate
from spark import clock
from spark.accounts.roles import GuestRole
from spark.accounts.scope import SYSTEM, Guest
from spark.accounts.verbs import verb
from spark.audit import trail
from spark.calendars.actions import end_of
from spark.crypto import keyed_hash
from spark.errors import Refused

L = TypeVar("L", bound=Link)
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
    follows=_("A card made before stops working, and what is open by it closes."),
)
def make_card(candidates: Sequence[Candidate], *, at: datetime) -> dict[int, str]:
    """Give candidates new personal links, by candidate; their former ones end.

    So do the calendars that were followed by them. The token is in what this returns,
    and nowhere else.
    """
    end_of(GuestRole.CANDIDATE, [row.pk for row in candidates], at=at)
    PersonalLink.objects.filter(candidate__in=candidates, revoked_at=None).update(
        revoked_at=at, code_hash=""
    )
    links = {row.pk: PersonalLink(candidate=row) for row in candidates}
    tokens = {pk: hang_on(link, at=at, valid=VALID) for pk, link in links.items()}
    PersonalLink.objects.bulk_create(links.values())
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
    return new_code(link, at=at)


@verb(LINKS, roles=COLLEGE, label=_("Card made invalid"))
def revoke(links: Sequence[PersonalLink], *, at: datetime) -> None:
    """End links, whatever is open by them, and the calendars followed by them."""
    end_of(GuestRole.CANDIDATE, [link.candidate_id for link in links], at=at)
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
    return open_with(PersonalLink, token, code, verb="portal.open", who=_guest, at=at)


def open_for(candidate: Candidate) -> PersonalLink | None:
    """As if somebody had their card, and a code was read out: while developing."""
    there = PersonalLink.objects.filter(candidate=candidate, revoked_at=None)
    link = there.first()
    if link is None or not usable(link, clock.now()):
        make_card(actor=SYSTEM, ids=[candidate.pk])
        link = there.get()
    code = read_out(actor=SYSTEM, pk=link.pk)
    return try_code(link, code, verb="portal.open", who=_guest)


def _guest(link: PersonalLink) -> Guest:
    return guest_of(link.candidate)


def hang_on(link: Link, *, at: datetime, valid: timedelta) -> str:
    """Give a link that isn't written yet its token, which is kept nowhere else."""
    token = secrets.token_urlsafe(24)
    link.token_hash = _hashed(token)
    link.created_at, link.expires_at = at, at + valid
    return token


def new_code(link: SendingLink, *, at: datetime) -> str:
    """Another code for a locked link; the one before ends, and what is on its way.

    Raises:
        Refused: portal-link-locked, portal-link-over.
    """
    if link.locked_at:
        raise Refused("portal-link-locked")
    if not usable(link, at):
        raise Refused("portal-link-over")
    code = draw_code(link)
    link.code_expires_at = at + CODE_VALID
    link.code_wanted_at = link.code_due_at = None
    sending = ["code_wanted_at", "code_due_at"]
    link.save(update_fields=["code_hash", "tries", "code_expires_at", *sending])
    return code


def draw_code(link: Link) -> str:
    """A code, whose hash the link has but isn't saved with."""
    code = f"{secrets.randbelow(10**6):06d}"
    link.code_hash, link.tries = _code_hash(link, code), 0
    return code


def known(model: type[L], token: str) -> L | None:
    """The link of this kind that has the token, usable or not."""
    return model._default_manager.filter(token_hash=_hashed(token)).first()


def open_with(
    model: type[L],
    token: str,
    code: str,
    *,
    verb: str,
    who: Callable[[L], Guest],
    at: datetime | None = None,
) -> L | None:
    """The link of this kind that the token and its present code open, counting wrong.

    Args:
        verb: in history, what opening it is.
        who: as whom its holder acts.
    """
    found = known(model, token)
    return try_code(found, code, verb=verb, who=who, at=at) if found else None


def try_code(
    found: L,
    code: str,
    *,
    verb: str,
    who: Callable[[L], Guest],
    at: datetime | None = None,
) -> L | None:
    """The link, if that is its present code."""
    at = at or clock.now()
    with trail.acting(who(found), verb, at=at):
        link = type(found)._default_manager.select_for_update().get(pk=found.pk)
        if not usable(link, at):
            return None
        if not _fits(link, code, at):
            _count_wrong(link, at)
            return None
        link.code_hash, link.tries, link.wrong = "", 0, 0
        link.opened_at = at
        link.save(update_fields=["code_hash", "tries", "wrong", "opened_at"])
        return link


def _fits(link: Link, code: str, at: datetime) -> bool:
    alive = link.code_hash and link.code_expires_at and at < link.code_expires_at
    same = secrets.compare_digest(link.code_hash, _code_hash(link, code))
    return bool(alive and link.tries < CODE_TRIES and same)


def _count_wrong(link: Link, at: datetime) -> None:
    link.tries, link.wrong = link.tries + 1, link.wrong + 1
    if link.wrong >= LOCKED_AFTER:
        link.locked_at, link.code_hash = at, ""
    link.save(update_fields=["tries", "wrong", "locked_at", "code_hash"])


def _hashed(token: str) -> str:
    """Nothing is gained by a key: nobody can try all tokens of 24 random bytes."""
    return sha256(token.encode()).hexdigest()


def _code_hash(link: Link, code: str) -> str:
    return keyed_hash(f"{link._meta.model_name}:{link.pk}:{code}")


def read_message(guest: Guest, pk: int, at: datetime | None = None) -> str:
    """Note that a message was opened, once; where what it tells of is seen.

    Raises:
        Http404: if it isn't theirs.
    """
    message = TOLD.get(guest, pk)
    TOLD.visible_to(guest).filter(pk=pk, read_at=None).update(read_at=at or clock.now())
    return message.url
