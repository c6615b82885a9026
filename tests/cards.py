"""Who came by a link of their own: candidates by their card, guardians by theirs."""

from datetime import datetime

from django.test import Client

from candidates.consents import actions as consents
from candidates.consents.models import GuardianConsent, GuardianLink, Notice
from candidates.consents.views import guardian
from candidates.portal import actions
from candidates.portal.models import PersonalLink
from candidates.portal.views.own import OPENED
from spark import clock
from spark.accounts.scope import SYSTEM


def let_in(client: Client, candidate_id: int) -> None:
    """As with a card and a code read out."""
    actions.make_card(actor=SYSTEM, ids=[candidate_id])
    session = client.session
    session[OPENED] = PersonalLink.objects.get(candidate=candidate_id).pk
    session.save()


def guardian_consents(candidate_id: int, at: datetime | None = None) -> GuardianConsent:
    """As if the guardian had been asked and said yes then."""
    consents.ask(actor=SYSTEM, pk=candidate_id, relation="mother", at=at)
    asked = GuardianConsent.objects.get(candidate=candidate_id, state="asked")
    consents.consent(actor=SYSTEM, pk=asked.pk, at=at)
    asked.refresh_from_db()
    return asked


def let_guardian_in(client: Client, candidate_id: int) -> GuardianConsent:
    """As with a link and a code read out; whatever the candidate's age."""
    now = clock.now()
    consent, _made = GuardianConsent.objects.get_or_create(
        candidate_id=candidate_id,
        state="asked",
        defaults={
            "notice": Notice.objects.filter(purpose="guardian").latest("from_on"),
            "guardian_name": "林建国",
            "relation": "father",
            "asked_at": now,
        },
    )
    link = GuardianLink.objects.create(
        consent=consent,
        token_hash=f"{consent.pk}",
        created_at=now,
        expires_at=now + guardian.LASTS,
    )
    session = client.session
    session[guardian.OPENED] = [link.pk, (now + guardian.LASTS).isoformat()]
    session.save()
    return consent
