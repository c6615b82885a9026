"""Which personal link is open, and what its candidate's pages show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from candidates.portal.access import LINKS, TOLD
from candidates.portal.models import CodeBy, Link, PersonalLink
from candidates.register.models import Candidate
from spark import sms
from spark.accounts.models import User
from spark.accounts.scope import Guest
from spark.notifications.models import GuestMessage

LAST = 10  # messages on a candidate's home


@dataclass(frozen=True)
class Way:
    """By which a candidate can be sent a code."""

    by: CodeBy
    address: str

    @property
    def shown(self) -> str:
        """Known again by whose it is; who only found the card doesn't learn it."""
        if self.by == CodeBy.SMS:
            return sms.masked(self.address)
        name, _at, host = self.address.rpartition("@")
        return f"{name[0] if len(name) > 2 else ''}***@{host}"


def ways_of(candidate: Candidate) -> list[Way]:
    """The quickest first; none for who has no mobile number and no e-mail."""
    number = sms.mobile(candidate.phone) if sms.is_on() else ""
    found = {CodeBy.SMS: number, CodeBy.EMAIL: candidate.email}
    return [Way(by, address) for by, address in found.items() if address]


def usable(link: Link, at: datetime) -> bool:
    return not link.revoked_at and not link.locked_at and at < link.expires_at


def opened(pk: int, at: datetime) -> PersonalLink | None:
    """The link by which a session was opened, with its candidate, while it is valid."""
    rows = PersonalLink.objects.select_related(
        "candidate__person", "candidate__batch", "candidate__direction"
    )
    link = rows.defer("candidate__person__id_number").filter(pk=pk).first()
    return link if link and usable(link, at) else None


def card_of(user: User, candidate_id: int) -> PersonalLink | None:
    """The one link that isn't ended, usable or not."""
    rows = LINKS.visible_to(user).filter(candidate=candidate_id, revoked_at=None)
    return rows.first()


def cards_of(user: User, candidates: Iterable[int]) -> list[PersonalLink]:
    """Theirs that aren't ended, as they are handed out: by class, then by name."""
    rows = LINKS.visible_to(user).filter(candidate__in=candidates, revoked_at=None)
    return list(
        rows.select_related("candidate__batch__programme").order_by(
            "candidate__campus__code",
            "candidate__class_name",
            "candidate__person__name_key",
            "candidate",
        )
    )


def told(guest: Guest) -> list[GuestMessage]:
    """The last few messages to a candidate, the newest first."""
    return list(TOLD.visible_to(guest).order_by("-created_at", "-pk")[:LAST])
