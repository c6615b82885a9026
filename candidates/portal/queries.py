"""Which personal link is open, and what its candidate's pages show."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from candidates.portal.access import LINKS, TOLD
from candidates.portal.models import (
    CodeBy,
    CodeFailed,
    Link,
    PersonalLink,
    SendingLink,
)
from candidates.register.models import Candidate
from candidates.register.stages import Stage
from spark import clock, sms
from spark.accounts.models import User
from spark.accounts.scope import Guest
from spark.notifications.models import By, GuestLetter, GuestMessage, State
from spark.notifications.reminders import Reach
from spark.operations.watching import Trouble

SLOW, LATELY = timedelta(minutes=2), timedelta(hours=1)
STUCK = {
    CodeBy.SMS: _("Codes by SMS don't get through: none was sent within an hour."),
    CodeBy.EMAIL: _("Codes by e-mail don't get through: none was sent within an hour."),
}
UNREMINDED = {
    By.SMS: _("Reminders by SMS don't get through: none was sent within an hour."),
    By.EMAIL: _("Reminders by e-mail don't get through: none was sent within an hour."),
}
LAST = 10  # messages on a candidate's home
SOME = 30


@dataclass(frozen=True)
class Way:
    """By which somebody can be sent a code."""

    by: CodeBy
    address: str

    @property
    def shown(self) -> str:
        """Known again by whose it is; who only found the card doesn't learn it."""
        if self.by == CodeBy.SMS:
            return sms.masked(self.address)
        name, _at, host = self.address.rpartition("@")
        return f"{name[0] if len(name) > 2 else ''}***@{host}"


def ways(phone: str, email: str = "") -> list[Way]:
    """The quickest first; none for who has no mobile number and no e-mail."""
    number = sms.mobile(phone) if sms.is_on() else ""
    found = {CodeBy.SMS: number, CodeBy.EMAIL: email}
    return [Way(by, address) for by, address in found.items() if address]


def reached(candidates: Collection[int]) -> dict[int, Reach]:
    """Where candidates underway are reminded: by SMS who had their last code sent so.

    Else by e-mail; who has no address either is left out.
    """
    links = PersonalLink.objects.filter(candidate__in=candidates, revoked_at=None)
    cards = {link.candidate_id: link for link in links}
    rows = Candidate.objects.filter(pk__in=candidates).exclude(stage=Stage.LEFT)
    found = {}
    for pk, phone, email in rows.values_list("pk", "phone", "email"):
        card = cards.get(pk)
        takes_sms = card and card.code_sent_at and card.code_by == CodeBy.SMS
        number = sms.mobile(phone) if takes_sms and sms.can_remind() else ""
        offered = {By.SMS: number, By.EMAIL: email}
        language = (card.code_language if card else "") or settings.LANGUAGE_CODE
        if known := {by: address for by, address in offered.items() if address}:
            found[pk] = Reach(language, known)
    return found


def usable(link: Link, at: datetime) -> bool:
    return not link.revoked_at and not link.locked_at and at < link.expires_at


def codes_stuck() -> list[Trouble]:
    """By which ways codes don't get through: some wait or were given up, none was sent.

    Given up for the number or the address itself says nothing of the way.
    """
    now = clock.now()
    stuck = Q(code_due_at__isnull=False, code_wanted_at__lt=now - SLOW)
    stuck |= Q(code_failed=CodeFailed.LATE, code_expires_at__gt=now - LATELY)
    sent = Q(code_sent_at__gt=now - LATELY)
    found: Counter[str] = Counter()
    arrived: Counter[str] = Counter()
    for model in SendingLink.__subclasses__():
        rows = model._default_manager.filter(stuck | sent).order_by()
        counts = rows.values("code_by").annotate(
            stuck=Count("pk", filter=stuck), sent=Count("pk", filter=sent)
        )
        for row in counts:
            found[row["code_by"]] += row["stuck"]
            arrived[row["code_by"]] += row["sent"]
    return [
        Trouble(f"codes by {by}", STUCK[CodeBy(by)])
        for by, number in found.items()
        if number and not arrived[by]
    ]


def reminders_stuck() -> list[Trouble]:
    """By which ways reminders don't get through: some were given up, none was sent."""
    since = clock.now() - LATELY
    rows = GuestLetter.objects.filter(stale_at__gt=since).order_by()
    failed, sent = Q(state=State.FAILED), Q(state=State.SENT, sent_at__gt=since)
    counts = rows.values("by").annotate(
        failed=Count("pk", filter=failed), sent=Count("pk", filter=sent)
    )
    return [
        Trouble(f"reminders by {row['by']}", UNREMINDED[By(row["by"])])
        for row in counts
        if row["failed"] and not row["sent"]
    ]


def opened(pk: int, at: datetime) -> PersonalLink | None:
    """The link by which a session was opened, with its candidate, while it is valid."""
    rows = PersonalLink.objects.select_related(
        "candidate__person", "candidate__batch", "candidate__direction"
    )
    link = rows.defer("candidate__person__id_number").filter(pk=pk).first()
    return link if link and usable(link, at) else None


def some_at(stage: str) -> list[Candidate]:
    """Who came to a stage first, as their own pages show them."""
    rows = Candidate.objects.select_related("person", "batch", "direction")
    rows = rows.defer("person__id_number").filter(stage=stage)
    return list(rows.order_by("pk")[:SOME])


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
