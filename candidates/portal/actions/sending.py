"""Codes that holders of links ask for: sent by SMS or e-mail, kept nowhere.

The link is its own outbox row: it says by which way a code is wanted and when to try
next. The code is drawn as it is sent and only its hash is written; whatever is tried
again, or sent twice because a worker died, is another code and ends the one before.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

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
from candidates.portal.models import CodeBy, CodeFailed, PersonalLink, SendingLink
from candidates.portal.queries import Way, usable, ways
from spark import clock, sms
from spark.accounts.scope import SYSTEM, Guest
from spark.audit import trail
from spark.jobs import alone, enqueue_on_commit, lasting
from spark.notifications import delivery, postman

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


@dataclass(frozen=True)
class Holder:
    """Who holds a kind of link.

    Args:
        path: from the link to the candidate.
        guest: as whom they act.
        ways: by which they can be sent a code.
    """

    path: str
    guest: Callable[[Any], Guest]
    ways: Callable[[Any], list[Way]]


def _own_ways(link: PersonalLink) -> list[Way]:
    return ways(link.candidate.phone, link.candidate.email)


HOLDERS: dict[type[SendingLink], Holder] = {
    PersonalLink: Holder("candidate", lambda link: guest_of(link.candidate), _own_ways)
}


def want_code(
    token: str,
    *,
    language: str,
    model: type[SendingLink] = PersonalLink,
    at: datetime | None = None,
) -> Way | None:
    """Have a code sent to the holder of a link, by the way that this returns.

    The code before ends. What is on its way already isn't asked for a second time; if
    the last one got nowhere, another way is taken where there is one. None, and nothing
    done, for who can be sent nothing and for a link that is none or over.
    """
    at, holder = at or clock.now(), HOLDERS[model]
    found = known(model, token)
    if found is None:
        return None
    with trail.acting(holder.guest(found), "portal.ask-code", at=at):
        rows = model._default_manager.select_related(holder.path)
        link = rows.select_for_update(of=("self",), no_key=True).get(pk=found.pk)
        offered = holder.ways(link) if usable(link, at) else []
        if not offered:
            return None
        waits = link.code_wanted_at is not None and at < _over(link)
        for way in offered:
            if waits and way.by == link.code_by:
                return way
        failed = link.code_failed and link.code_by
        way = next((way for way in offered if way.by != failed), offered[0])
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
            taken = _claim_any(by, now) if now < ends else None
            if taken is None:
                return tried
            _try(*taken)
    return limit if at_it else 0


def _claim_any(by: str, now: datetime) -> tuple[SendingLink, str] | None:
    """Of the first kind of which one is due."""
    claimed = (_claim(model, by, now) for model in HOLDERS)
    return next(filter(None, claimed), None)


@transaction.atomic
def _claim(
    model: type[SendingLink], by: str, now: datetime
) -> tuple[SendingLink, str] | None:
    """Lease the link whose code is due the longest, with the code drawn for it."""
    rows = model._default_manager.select_related(HOLDERS[model].path)
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


def _try(link: SendingLink, code: str) -> None:
    try:
        with postman.bounded(postman.SENDING):
            _send(link, code)
    except SoftTimeLimitExceeded as error:  # the job must end here
        _put_off(link, error)
        raise
    except Exception as error:  # whatever a server does, the row must say so
        _put_off(link, error)
    else:
        sent_at = clock.now()
        lasting(lambda: _note(link, SENT[CodeBy(link.code_by)], code_sent_at=sent_at))


class _NoUse(Exception):
    """The link is over, there is no such way any more, or nobody waits."""


def _send(link: SendingLink, code: str) -> None:
    now, by = clock.now(), CodeBy(link.code_by)
    found = [way.address for way in _ways_of(link) if way.by == by]
    if not found or not usable(link, now) or now >= _over(link):
        raise _NoUse
    if by == CodeBy.SMS:
        sms.send(found[0], {"code": code})
    else:
        _mail(found[0], code, link.code_language)


def _ways_of(link: SendingLink) -> list[Way]:
    return HOLDERS[type(link)].ways(link)


def _mail(address: str, code: str, language: str) -> None:
    name = f"<spark-code-{secrets.token_hex(8)}@{settings.ALLOWED_HOSTS[0]}>"
    with translation.override(language):
        EmailMessage(
            subject=gettext("Your code for the Spark Plan"),
            body=render_to_string("candidates/portal/code.txt", {"code": code}),
            to=[address],
            headers={"Message-ID": name},
        ).send()


def _put_off(link: SendingLink, error: Exception) -> None:
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
        rows = type(link)._default_manager.filter(pk=link.pk)
        rows.filter(code_due_at=link.code_due_at).update(code_due_at=due)


def _over(link: SendingLink) -> datetime:
    """When it is no use to send it any more."""
    return (link.code_wanted_at or link.created_at) + GIVE_UP


def _is_final(error: Exception) -> bool:
    """Whether the number or the address itself was refused, for good."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _said in error.recipients.values())
    return isinstance(error, sms.WrongNumber)


def _note(link: SendingLink, verb: str, **outcome: object) -> None:
    """Write in history what came of it, and end it unless it was taken up again.

    A code that was sent is valid from then on, if it is still the present one.
    """
    now, sent = clock.now(), "code_sent_at" in outcome
    with trail.acting(SYSTEM, verb, at=now):
        rows = type(link)._default_manager.select_for_update(no_key=True)
        row = rows.get(pk=link.pk)
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
