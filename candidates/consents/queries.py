"""Which notice is in force, who consented to what, and whose guardian has to yet."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from candidates.consents.access import CONSENTS, GUARDIANS
from candidates.consents.models import (
    Consent,
    GuardianConsent,
    GuardianLink,
    Notice,
)
from candidates.consents.stages import State
from candidates.portal.queries import Way, usable, ways
from candidates.register.models import Candidate
from candidates.register.rules import MAJORITY, Term, age_on
from candidates.register.stages import Stage
from spark.accounts.scope import Actor
from spark.duties.models import Duty
from spark.sms import mobile

# Where a minor needs a guardian's consent.
NEEDED_IN = (Stage.INCUBATION, Stage.TRAINING, Stage.SIGNING, Stage.MANAGEMENT)
DUTY = "guardian-consent"


def notices_on(day: date) -> dict[str, Notice]:
    """The notice in force that day, by purpose."""
    rows = Notice.objects.filter(from_on__lte=day).order_by("purpose", "-from_on")
    return {notice.purpose: notice for notice in rows.distinct("purpose")}


def consents_of(actor: Actor, candidate_id: int) -> list[Consent]:
    """Newest first, withdrawn ones too."""
    rows = CONSENTS.visible_to(actor).filter(candidate=candidate_id)
    return list(rows.order_by("-given_at", "-pk"))


def guardian_records(actor: Actor, candidate_id: int) -> list[GuardianConsent]:
    """Newest first."""
    rows = GUARDIANS.visible_to(actor).filter(candidate=candidate_id)
    return list(rows.order_by("-pk"))


def link_to(consent: GuardianConsent) -> GuardianLink | None:
    """The one link that isn't ended, usable or not."""
    return consent.links.filter(revoked_at=None).first()


def ways_to(link: GuardianLink) -> list[Way]:
    """By which the guardian who was asked can be sent a code; none: they are called.

    Never to the candidate's own number, whatever the register says: nobody consents for
    their own guardian.
    """
    asked, candidate = link.consent, link.consent.candidate
    if candidate.guardian_name != asked.guardian_name:
        return []
    own = mobile(candidate.phone) or candidate.phone
    return [way for way in ways(candidate.guardian_phone) if way.address != own]


def asked_last() -> GuardianConsent | None:
    """Who was asked last and has to answer yet."""
    return GuardianConsent.objects.filter(state=State.ASKED).order_by("pk").last()


def opened(pk: int, at: datetime) -> GuardianLink | None:
    """The link by which a session was opened, with all its page shows."""
    paths = ("person", "campus", "direction", "batch__programme")
    rows = GuardianLink.objects.select_related(
        "consent__notice", *(f"consent__candidate__{path}" for path in paths)
    )
    rows = rows.defer("consent__candidate__person__id_number")
    link = rows.filter(pk=pk).first()
    return link if link and usable(link, at) else None


def given_to(candidate_ids: Collection[int]) -> dict[int, GuardianConsent]:
    """The consent that was given and not taken back, by candidate; it may be over."""
    rows = GuardianConsent.objects.filter(
        candidate__in=candidate_ids, state=State.GIVEN
    )
    return {row.candidate_id: row for row in rows}


def terms_of(candidates: Iterable[Candidate], day: date) -> dict[int, Term]:
    """When the guardians of those consent who are minors yet, by candidate."""
    young = {c.pk for c in candidates if is_minor(c, day)}
    given = given_to(young) if young else {}
    return {pk: row.term for pk, row in given.items() if row.term}


def is_minor(candidate: Candidate, day: date) -> bool:
    return age_on(candidate.person.birth_date, day) < MAJORITY


def minors(day: date) -> QuerySet[Candidate]:
    """Who needs a guardian's consent; a few of them are of age since some days."""
    youngest = day - timedelta(days=MAJORITY * 365)
    rows = Candidate.objects.select_related("person").defer("person__id_number")
    return rows.filter(
        stage__in=NEEDED_IN, person__birth_date__gt=youngest - timedelta(days=5)
    )


def with_duty() -> QuerySet[Candidate]:
    """Of whom colleges are asked for a guardian's consent."""
    asked = Duty.objects.filter(code=DUTY, closed_at=None).values("candidate_key")
    rows = Candidate.objects.select_related("person").defer("person__id_number")
    return rows.filter(pk__in=asked)


def duty_of(candidate: Candidate) -> Duty | None:
    """What the college has to do yet about the guardian of this candidate."""
    return Duty.objects.filter(
        code=DUTY, candidate_key=candidate.pk, closed_at=None
    ).first()
