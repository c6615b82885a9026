"""What a guardian answers, on their own page and by nobody else's hand."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from candidates.consents import rules
from candidates.consents.access import GUARDIANS
from candidates.consents.actions.watching import ask_colleges
from candidates.consents.models import GuardianConsent, GuardianLink
from candidates.consents.stages import State
from candidates.register.access import COLLEGE
from candidates.register.actions import move, refuse, tell_campuses
from spark import clock
from spark.accounts.roles import GuestRole
from spark.accounts.verbs import verb
from spark.jobs import enqueue_on_commit


@verb(
    GUARDIANS,
    roles={GuestRole.GUARDIAN},
    label=_("Guardian consented"),
    many=False,
    key=True,
)
def consent(record: GuardianConsent, *, at: datetime) -> None:
    """Say yes: until majority or for a year, whichever is over first.

    Raises:
        Refused: state-moved; consent-under-16, guardian-not-needed.
    """
    day, person = clock.day(at), record.candidate.person
    refuse(rules.to_ask(person.birth_date, day), "", name=person.name)
    _follow(record, at)
    until = rules.expires_on(person.birth_date, day)
    move([record], GuardianConsent.consent, at=at, answered_at=at, expires_on=until)
    _answered(record, at)


def _follow(record: GuardianConsent, at: datetime) -> None:
    """End what was given before, and the link to it."""
    former = GuardianConsent.objects.filter(
        candidate=record.candidate_id, state=State.GIVEN
    )
    move(list(former), GuardianConsent.be_followed, at=at)
    GuardianLink.objects.filter(
        consent__candidate=record.candidate_id,
        consent__state=State.FOLLOWED,
        revoked_at=None,
    ).update(revoked_at=at, code_hash="")


@verb(
    GUARDIANS,
    roles={GuestRole.GUARDIAN},
    label=_("Guardian doesn't consent"),
    many=False,
    key=True,
)
def decline(record: GuardianConsent, *, at: datetime) -> None:
    """Say no; the college is told, and may ask again.

    Raises:
        Refused: state-moved.
    """
    move([record], GuardianConsent.decline, at=at, answered_at=at)
    _answered(record, at)


@verb(
    GUARDIANS,
    roles=COLLEGE | {GuestRole.GUARDIAN},
    label=_("Guardian took consent back"),
    many=False,
    key=True,
)
def take_back(record: GuardianConsent, *, at: datetime) -> None:
    """End consent from now on, as the guardian says; colleges may note it for them.

    Raises:
        Refused: state-moved.
    """
    move([record], GuardianConsent.take_back, at=at, revoked_at=at)
    _answered(record, at)


def _answered(record: GuardianConsent, at: datetime) -> None:
    ask_colleges([record.candidate], at=at, anew=True)
    enqueue_on_commit("trials.judge_again", candidates=[record.candidate_id])
    tell_campuses("guardian-answered", [record], at=at, answer=str(record.state))
