"""What candidates consent to themselves, and what follows if they withdraw it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from candidates.consents import rules
from candidates.consents.access import CONSENTING, CONSENTS
from candidates.consents.models import Consent, Notice
from candidates.consents.queries import notices_on
from candidates.consents.stages import OWN, How, Purpose
from candidates.register.access import COLLEGE
from candidates.register.actions import refuse
from candidates.register.models import Candidate
from candidates.register.stages import Stage
from spark import clock
from spark.accounts.models import Role
from spark.accounts.roles import GuestRole
from spark.accounts.scope import Actor, Guest
from spark.accounts.verbs import verb
from spark.duties import board
from spark.errors import Refused

TO_STOP = timedelta(days=15)  # until what was consented to has stopped


@verb(
    CONSENTS,
    source=CONSENTING,
    roles=COLLEGE | {GuestRole.CANDIDATE},
    label=_("Consent given"),
    many=False,
    when=lambda candidate: candidate.stage != Stage.LEFT,
)
def give(
    candidate: Candidate, *, notice: Notice, actor: Actor, at: datetime
) -> Consent:
    """Note that somebody consents to the notice in force, by themselves or on paper.

    Raises:
        Refused: consent-under-16; consent-not-theirs, for what only guardians consent
            to; notice-newer, if another is in force by now; consent-there.
    """
    day, person = clock.day(at), candidate.person
    refuse(rules.to_consent(person.birth_date, day), "", name=person.name)
    if notice.purpose not in OWN:
        raise Refused("consent-not-theirs", status=422)
    if notices_on(day).get(notice.purpose) != notice:
        raise Refused("notice-newer")
    how = How.OWN if isinstance(actor, Guest) else How.PAPER
    given = Consent.objects.create(
        candidate=candidate, notice=notice, how=how, given_at=at
    )
    board.close(_of(given), "consent-withdrawn", at=at)
    return given


def bring(given: Iterable[tuple[Candidate, datetime]]) -> None:
    """Keep that people agreed to pass their data on before they were candidates.

    To the notice in force at that moment, which they read; nothing is doubled, and a
    consent that was withdrawn since stays withdrawn. In the verb that makes them
    candidates.
    """
    found = list(given)
    days = {clock.day(at) for _candidate, at in found}
    notices = {day: notices_on(day).get(Purpose.SHARING) for day in days}
    rows = Consent.objects.filter(candidate__in=[candidate for candidate, _at in found])
    known = defaultdict(list)
    for candidate_id, notice_id, until in rows.values_list(
        "candidate", "notice", "withdrawn_at"
    ):
        known[candidate_id, notice_id].append(until)
    Consent.objects.bulk_create(
        Consent(candidate=candidate, notice=notice, how=How.OWN, given_at=at)
        for candidate, at in found
        if (notice := notices[clock.day(at)])
        and all(until and until <= at for until in known[candidate.pk, notice.pk])
    )


@verb(
    CONSENTS,
    roles=COLLEGE | {GuestRole.CANDIDATE},
    label=_("Consent withdrawn"),
    key=True,
    when=lambda consent: consent.withdrawn_at is None,
)
def withdraw(consents: Sequence[Consent], *, at: datetime) -> None:
    """End consents, to whatever version; the office has to stop what rested on them.

    Raises:
        Refused: state-moved, if one is withdrawn already.
    """
    for consent in consents:
        if consent.withdrawn_at is not None:
            raise Refused("state-moved")
        _of(consent).filter(withdrawn_at=None).update(withdrawn_at=at)
    board.open_for(consents, "consent-withdrawn", Role.OFFICE, at=at, due=at + TO_STOP)


def _of(consent: Consent):
    """All there were of the same candidate for the same purpose."""
    return Consent.objects.filter(
        candidate=consent.candidate_id, notice__purpose=consent.notice.purpose
    )


@verb(
    CONSENTS,
    roles={Role.OFFICE},
    label=_("Stopped what consent was withdrawn from"),
    when=lambda consent: bool(consent.withdrawn_at) and not consent.settled_at,
)
def settle(consents: Sequence[Consent], *, reason: str, at: datetime) -> None:
    """Note that no more is done that rested on withdrawn consent; why says how.

    Raises:
        Refused: state-moved.
    """
    for consent in consents:
        if not settle.possible(consent):
            raise Refused("state-moved")
        consent.settled_at = at
    Consent.objects.bulk_update(consents, ["settled_at"])
    board.close(consents, "consent-withdrawn", at=at)
