"""Candidates are reminded of what lets them on air and is soon over."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from spark import clock
from spark.accounts.scope import Actor
from spark.audit import trail
from spark.notifications.reminders import STANDS, Reminder, remind_guests
from spark.wording import in_all
from training.hosts.access import HOSTING
from training.hosts.models import Permit, PermitKind
from training.hosts.queries import permits_of

SOON = timedelta(days=14)  # long enough to sit a test again
# What candidates see to themselves: filings are their college's.
OWN = (PermitKind.COMPLIANCE, PermitKind.LICENCE)


@trail.action("trials.remind-permits", _("Permits reminded of"), internal=True)
def remind(*, actor: Actor, at: datetime) -> None:
    """Write what is due to be reminded of; safe twice, and late."""
    today = clock.day(at)
    ending = Permit.objects.filter(
        kind__in=OWN,
        candidate__stage__in=HOSTING,
        valid_until__range=(today, today + SOON),
    )
    reminders = [_reminder(permit) for permit in _last_of_their_kind(ending)]
    remind_guests("own-permit-expiring", reminders, at=at)


def _last_of_their_kind(permits: Iterable[Permit]) -> list[Permit]:
    """Of those that hold, what no later one follows."""
    held = [permit for permit in permits if permit.holds]
    others = permits_of(permit.candidate_id for permit in held)
    return [one for one in held if not _is_followed(one, others[one.candidate_id])]


def _is_followed(permit: Permit, others: Iterable[Permit]) -> bool:
    until = _until(permit)
    return any(
        other.holds
        and (other.kind, other.category_id) == (permit.kind, permit.category_id)
        and _until(other) > until
        for other in others
    )


def _until(permit: Permit) -> date:
    return permit.valid_until or date.max


def _reminder(permit: Permit) -> Reminder:
    until = _until(permit)
    facts = {
        "permit": permit.pk,
        "kind": in_all(PermitKind(permit.kind).label),
        "until": str(until),
    }
    stale_at = clock.midnight(until + timedelta(days=1))
    return Reminder(
        permit.candidate_id, f"{permit.pk}:{until}", facts, stale_at, "/my/data/"
    )


def _stands(facts: dict) -> bool:
    found = _last_of_their_kind(Permit.objects.filter(pk=facts["permit"]))
    return [str(permit.valid_until) for permit in found] == [facts["until"]]


STANDS["own-permit-expiring"] = _stands
