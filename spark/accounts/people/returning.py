"""What comes back of our mail: whose address it is, and who is told."""

import imaplib
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from spark import clock, logs
from spark.accounts.models import RoleGrant, User
from spark.accounts.queries import people_with
from spark.accounts.roles import Role
from spark.jobs import alone
from spark.notifications import outbox
from spark.notifications.models import Channel, Message
from spark.notifications.reports import Report, read
from spark.notifications.returned import ReturnedMail, standing

AT_ONCE = 200  # mails read by one job
SIZE = 256 * 1024  # bytes of a mail that are read
PATIENCE = 20.0  # seconds for an answer


def read_mailbox() -> int:
    """Take the reports in the mailbox that returns go to; how many mails were read.

    Each is marked as seen once it is taken. None if there is no such mailbox.
    """
    if not settings.RETURNS_HOST:
        return 0
    with alone("accounts.read_returns") as at_it:
        if not at_it:
            return 0
        with _mailbox() as box:
            box.login(settings.RETURNS_USER, settings.RETURNS_PASSWORD)
            box.select("INBOX")
            numbers = box.search(None, "UNSEEN")[1][0].split()[:AT_ONCE]
            for number in numbers:
                _kind, found = box.fetch(number.decode(), f"(BODY.PEEK[]<0.{SIZE}>)")
                for part in found:
                    if isinstance(part, tuple):
                        take(part[1], clock.now())
                box.store(number.decode(), "+FLAGS", "(\\Seen)")
            return len(numbers)


def _mailbox() -> imaplib.IMAP4:
    where = settings.RETURNS_HOST, settings.RETURNS_PORT
    if settings.RETURNS_TLS:
        return imaplib.IMAP4_SSL(*where, timeout=PATIENCE)
    return imaplib.IMAP4(*where, timeout=PATIENCE)


@transaction.atomic
def take(raw: bytes, at: datetime) -> int:
    """Mark the addresses that a mail reports; how many. Safe twice."""
    return sum(_take(report, at) for report in read(raw))


def _take(report: Report, at: datetime) -> bool:
    rows = Message.objects.filter(pk=report.message, channel=Channel.EMAIL)
    message = rows.select_related("to").first()
    if message is None or message.to.email.lower() not in report.addresses:
        return False
    person = message.to
    known = standing().filter(person=person, complaint=report.complaint).exists()
    ReturnedMail.objects.update_or_create(
        person=person,
        defaults={
            "address": person.email,
            "complaint": report.complaint,
            "said": logs.masked(report.said),
            "at": at,
        },
    )
    if not known:
        _tell(person, report, at)
    return True


def _tell(person: User, report: Report, at: datetime) -> None:
    """The office, and whoever works for the same college."""
    office = people_with(Role.OFFICE).exclude(pk=person.pk)
    own = person.role_grants.filter(role=Role.COORDINATOR).values("campus")
    there = RoleGrant.objects.filter(role=Role.COORDINATOR, campus__in=own)
    others = (
        User.objects.filter(is_active=True, pk__in=there.values("user"))
        .exclude(pk=person.pk)
        .exclude(pk__in=office.values("pk"))
    )
    for readers, url in ((office, reverse("person", args=[person.pk])), (others, "/")):
        outbox.put(
            "address-returned",
            to=readers,
            subject=f"returned:{person.pk}",
            dedup=f"returned:{person.pk}:{at.timestamp()}",
            facts={"name": person.name, "complaint": report.complaint},
            url=url,
            at=at,
        )
