"""Codes that candidates ask for themselves: sent by SMS or e-mail, kept nowhere.

The link is its own outbox row: it says by which way a code is wanted and when to try
next. The code is drawn as it is sent and only its hash is written; whatever is tried
again, or sent twice because a worker died, is another code and ends the one before.
"""

import secrets
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates.portal.access import guest_of
from candidates.portal.actions.links import CODE_VALID, draw_code, known
from candidates.portal.models import CodeBy, CodeFailed, PersonalLink
from candidates.portal.queries import Way, usable, ways_of
from spark import clock, sms
from spark.accounts.scope import SYSTEM
from spark.audit import trail
from spark.jobs import alone, enqueue_on_commit
from spark.notifications import delivery

log = structlog.get_logger(__name__)
SOON = timedelta(seconds=10)  # until the second try
GIVE_UP = timedelta(minutes=10)  # whoever waits for it can ask again, or their teacher
SENT = {CodeBy.SMS: "portal.code-by-sms", CodeBy.EMAIL: "portal.code-by-email"}
FAILED = {CodeFailed.WRONG: "portal.code-refused", CodeFailed.LATE: "portal.code-late"}
trail.declare("portal.ask-code", _("Asked for a code"))
trail.declare("portal.code-by-sms", _("Code sent by SMS"))
trail.declare("portal.code-by-email", _("Code sent by e-mail"))
trail.declare("portal.code-refused", _("Code not sent: number or address is wrong"))
trail.declare("portal.code-late", _("Code could not be sent"))


def want_code(token: str, *, language: str, at: datetime | None = None) -> Way | None:
    """Have a code sent to the owner of a card, by the way that this returns.

    The code before ends. What is on its way already isn't asked for a second time; if
    the last one got nowhere, another way is taken where there is one. None, and nothing
    done, for who can be sent nothing and for a card that is none or over.
    """
    at = at or clock.now()
    found = known(PersonalLink, token)
    if found is None:
        return None
    with trail.acting(guest_of(found.candidate), "portal.ask-code", at=at):
        rows = PersonalLink.objects.select_related("candidate")
        link = rows.select_for_update(of=("self",), no_key=True).get(pk=found.pk)
        ways = ways_of(link.candidate) if usable(link, at) else []
        if not ways:
            return None
        waits = link.code_wanted_at is not None and at < _over(link)
        for way in ways:
            if waits and way.by == link.code_by:
                return way
        failed = link.code_failed and link.code_by
        way = next((way for way in ways if way.by != failed), ways[0])
        link.code_wanted_at = link.code_due_at = at
        link.code_by, link.code_language, link.code_failed = way.by, language, ""
        link.code_hash, link.code_expires_at = "", at + CODE_VALID
        link.save()
        enqueue_on_commit("portal.send_codes", by=way.by.value)
        return way


def send_due(by: str, limit: int = 100) -> int:
    """Send the codes that are due by one way, one after another; the number tried.

    While another job is at it, 0. No row is locked while a server is spoken to.
    """
    ends = clock.now() + delivery.TURN
    with alone(f"portal.send_codes:{by}") as at_it:
        for tried in range(limit if at_it else 0):
            now = clock.now()
            taken = _claim(by, now) if now < ends else None
            if taken is None:
                return tried
            _try(*taken)
    return limit if at_it else 0


@transaction.atomic
def _claim(by: str, now: datetime) -> tuple[PersonalLink, str] | None:
    """Lease the link whose code is due the longest, with the code drawn for it."""
    rows = PersonalLink.objects.select_related("candidate")
    link = (
        rows.select_for_update(skip_locked=True, of=("self",), no_key=True)
        .filter(code_by=by, code_due_at__lte=now)
        .order_by("code_due_at", "pk")
        .first()
    )
    if link is None:
        return None
    link.code_due_at = now + delivery.LEASE
    code = draw_code(link)
    link.save(update_fields=["code_due_at", "code_hash", "tries"])
    return link, code


def _try(link: PersonalLink, code: str) -> None:
    try:
        with delivery.bounded(delivery.SENDING):
            _send(link, code)
    except SoftTimeLimitExceeded as error:  # the job must end here
        _put_off(link, error)
        raise
    except Exception as error:  # whatever a server does, the row must say so
        _put_off(link, error)
    else:
        _note(link, SENT[CodeBy(link.code_by)], code_sent_at=clock.now())


class _NoUse(Exception):
    """The card is over, there is no such way any more, or nobody waits."""


def _send(link: PersonalLink, code: str) -> None:
    now, by = clock.now(), CodeBy(link.code_by)
    found = [way.address for way in ways_of(link.candidate) if way.by == by]
    if not found or not usable(link, now) or now >= _over(link):
        raise _NoUse
    if by == CodeBy.SMS:
        sms.send(found[0], {"code": code})
    else:
        _mail(found[0], code, link.code_language)


def _mail(address: str, code: str, language: str) -> None:
    name = f"<spark-code-{secrets.token_hex(8)}@{settings.ALLOWED_HOSTS[0]}>"
    with translation.override(language):
        EmailMessage(
            subject=gettext("Your code for the Spark Plan"),
            body=render_to_string("candidates/portal/code.txt", {"code": code}),
            to=[address],
            headers={"Message-ID": name},
        ).send()


def _put_off(link: PersonalLink, error: Exception) -> None:
    """Try again after as long as it has taken so far, or say that it came to nothing.

    What a mail server says may repeat the address: only the kind of error is logged.
    """
    told = isinstance(error, sms.NotTaken | sms.WrongNumber)
    said = f"{type(error).__name__}: {error}" if told else type(error).__name__
    log.warning("code not sent", link=link.pk, by=link.code_by, error=said)
    now = clock.now()
    due = now + max(SOON, now - (link.code_wanted_at or now))
    if _is_final(error):
        _note(link, FAILED[CodeFailed.WRONG], code_failed=CodeFailed.WRONG)
    elif isinstance(error, _NoUse) or due >= _over(link):
        _note(link, FAILED[CodeFailed.LATE], code_failed=CodeFailed.LATE)
    else:
        leased = PersonalLink.objects.filter(pk=link.pk, code_due_at=link.code_due_at)
        leased.update(code_due_at=due)


def _over(link: PersonalLink) -> datetime:
    """When it is no use to send it any more."""
    return (link.code_wanted_at or link.created_at) + GIVE_UP


def _is_final(error: Exception) -> bool:
    """Whether the number or the address itself was refused, for good."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _said in error.recipients.values())
    return isinstance(error, sms.WrongNumber)


def _note(link: PersonalLink, verb: str, **outcome: object) -> None:
    """Write in history what came of it, and end it unless it was taken up again.

    A code that was sent is valid from then on, if it is still the present one.
    """
    now, sent = clock.now(), "code_sent_at" in outcome
    with trail.acting(SYSTEM, verb, at=now):
        row = PersonalLink.objects.select_for_update(no_key=True).get(pk=link.pk)
        mine = row.code_due_at == link.code_due_at
        if not mine and not sent:
            return
        for name, value in outcome.items():
            setattr(row, name, value)
        if mine:
            row.code_wanted_at = row.code_due_at = None
        if row.code_hash == link.code_hash:
            row.code_hash = row.code_hash if sent else ""
            row.code_expires_at = now + CODE_VALID if sent else now
        row.save()
