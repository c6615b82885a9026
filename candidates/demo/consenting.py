"""The demo's consents: candidates' own, and what minors' guardians answered."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from candidates.consents import actions
from candidates.consents.access import guardian_of
from candidates.consents.models import Consent, GuardianConsent
from candidates.consents.queries import is_minor, notices_on
from candidates.consents.stages import Purpose, Relation, State
from candidates.demo.cast import Cast, Part
from candidates.portal.access import guest_of
from candidates.register.models import Candidate
from candidates.register.stages import Stage
from spark.accounts.scope import SYSTEM

EARLIER, MEANWHILE = timedelta(hours=5), timedelta(hours=3)
ONE_IN = 6  # of those who begin an internship; the others signed on paper


def consent_to_begin(keys: Iterable[int], begun: datetime) -> None:
    """Some agree on their own pages, and all minors' guardians, before it begins."""
    people = Candidate.objects.filter(pk__in=keys).select_related("person")
    for number, candidate in enumerate(people.order_by("pk")):
        if is_minor(candidate, begun.date()):
            asked = ask(candidate, begun - EARLIER)
            _answer(asked, actions.consent, begun - MEANWHILE)
        if number % ONE_IN == 0:
            for purpose in (Purpose.SHARING, Purpose.RECORDING):
                actions.give(
                    actor=guest_of(candidate),
                    pk=candidate.pk,
                    notice=notices_on(begun.date())[purpose],
                    at=begun - MEANWHILE,
                )


def ask(candidate: Candidate, at: datetime) -> GuardianConsent:
    """As the candidate does, on their own page."""
    actions.ask(
        actor=guest_of(candidate),
        pk=candidate.pk,
        relation=list(Relation)[candidate.pk % 2],
        at=at,
    )
    return GuardianConsent.objects.get(candidate=candidate, state=State.ASKED)


def _answer(asked: GuardianConsent, verb, at: datetime) -> None:
    verb(actor=guardian_of(asked.pk), pk=asked.pk, at=at)


def change_minds(cast: Cast, ended: Iterable[Part]) -> None:
    """Guardians asked early, one of whom says no; one takes consent back.

    Args:
        ended: those whom incubation leads no further.
    """
    keys = [part.candidate for part in ended]
    minors = [
        candidate
        for candidate in Candidate.objects.filter(
            stage__in=[Stage.REGISTERED, Stage.SCREENING]
        ).select_related("person")
        if is_minor(candidate, cast.clock.today)
    ]
    asked = [ask(candidate, cast.clock.at(3, "10:10")) for candidate in minors[:3]]
    for record in asked[:1]:
        _answer(record, actions.decline, cast.clock.at(2, "18:20"))
    given = GuardianConsent.objects.filter(state=State.GIVEN, candidate__in=keys)
    for record in given.order_by("pk")[:1]:
        _answer(record, actions.take_back, cast.clock.at(1, "19:10"))
    own = Consent.objects.filter(notice__purpose=Purpose.RECORDING, candidate__in=keys)
    for consent in own.order_by("pk")[:1]:
        guest = guest_of(consent.candidate)
        actions.withdraw(actor=guest, ids=[consent.pk], at=cast.clock.at(2, "12:40"))
    actions.watch(actor=SYSTEM, at=cast.clock.now)
