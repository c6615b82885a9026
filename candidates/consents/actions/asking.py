"""Asking a guardian: their link, and the code that only the guardian is told."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from candidates.consents import rules
from candidates.consents.access import CONSENTING, GUARDIANS, LINKS, guardian_of
from candidates.consents.models import GuardianConsent, GuardianLink
from candidates.consents.queries import given_to, link_to, notices_on, ways_to
from candidates.consents.stages import Purpose, State
from candidates.portal.actions import (
    HOLDERS,
    Holder,
    hang_on,
    new_code,
    open_with,
    try_code,
)
from candidates.portal.queries import usable
from candidates.register.access import COLLEGE
from candidates.register.actions import refuse
from candidates.register.models import Candidate
from candidates.register.stages import Stage
from spark import clock
from spark.accounts.roles import GuestRole
from spark.accounts.scope import SYSTEM, Guest
from spark.accounts.verbs import verb
from spark.audit import trail
from spark.errors import Refused

LINK_VALID = timedelta(days=400)  # as long as consent, and a month to answer


@verb(
    GUARDIANS,
    source=CONSENTING,
    roles=COLLEGE | {GuestRole.CANDIDATE},
    label=_("Guardian asked for consent"),
    many=False,
    when=lambda candidate: candidate.stage != Stage.LEFT,
)
def ask(candidate: Candidate, *, relation: str, at: datetime) -> str:
    """Ask the guardian on file, or once more; returns the token of their link.

    Whoever asks, the code that belongs to it is told to nobody but the guardian.

    Raises:
        Refused: consent-under-16, guardian-not-needed; guardian-unnamed, if no
            guardian is on file; guardian-consented, if one does for long enough yet.
    """
    day, person = clock.day(at), candidate.person
    refuse(rules.to_ask(person.birth_date, day), "", name=person.name)
    if not candidate.guardian_name:
        raise Refused("guardian-unnamed", name=person.name)
    given = given_to([candidate.pk]).get(candidate.pk)
    if given and given.holds_on(day + rules.SOON):
        raise Refused("guardian-consented")
    named = {"guardian_name": candidate.guardian_name, "relation": relation}
    consent, _made = GuardianConsent.objects.update_or_create(
        candidate=candidate,
        state=State.ASKED,
        defaults=named | {"notice": notices_on(day)[Purpose.GUARDIAN]},
        create_defaults=named
        | {
            "notice": notices_on(day)[Purpose.GUARDIAN],
            "asked_at": at,
            "state_since": at,
        },
    )
    return _linked(consent, at)


@verb(
    LINKS,
    source=GUARDIANS,
    roles=COLLEGE,
    label=_("Link made for the guardian"),
    many=False,
    states={State.ASKED, State.GIVEN},
)
def make_link(consent: GuardianConsent, *, at: datetime) -> str:
    """Another link to the same question or answer; the former one ends.

    Raises:
        Refused: state-moved.
    """
    if not make_link.possible(consent):
        raise Refused("state-moved")
    return _linked(consent, at)


def _linked(consent: GuardianConsent, at: datetime) -> str:
    GuardianLink.objects.filter(consent=consent, revoked_at=None).update(
        revoked_at=at, code_hash=""
    )
    link = GuardianLink(consent=consent)
    token = hang_on(link, at=at, valid=LINK_VALID)
    link.save()
    return token


@verb(
    LINKS,
    roles=COLLEGE,
    label=_("Code read out to the guardian"),
    many=False,
    when=lambda link: usable(link, clock.now()),
)
def read_out(link: GuardianLink, *, at: datetime) -> str:
    """A new code for the guardian, reached at the number on file; it is on record.

    Raises:
        Refused: portal-link-locked, portal-link-over.
    """
    return new_code(link, at=at)


trail.declare("guardian-links.open", _("Guardian opened their page"))


def open_by(token: str, code: str, at: datetime | None = None) -> GuardianLink | None:
    """The link that the token and its present code open; None for anything else."""
    return open_with(
        GuardianLink, token, code, verb="guardian-links.open", who=_guest, at=at
    )


def open_for(consent: GuardianConsent) -> GuardianLink | None:
    """As if the guardian had the link, and was called: while developing."""
    link = link_to(consent)
    if link is None or not usable(link, clock.now()):
        make_link(actor=SYSTEM, pk=consent.pk)
        link = consent.links.get(revoked_at=None)
    code = read_out(actor=SYSTEM, pk=link.pk)
    return try_code(link, code, verb="guardian-links.open", who=_guest)


def _guest(link: GuardianLink) -> Guest:
    return guardian_of(link.consent_id)


HOLDERS[GuardianLink] = Holder("consent__candidate", _guest, ways_to)
