"""A minor without a guardian's consent is taken up to nothing, and kept off air."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

import pytest

from candidates.consents import actions
from candidates.consents.models import GuardianConsent
from candidates.incubation import actions as incubation
from candidates.incubation.models import Incubation
from candidates.register.models import Person
from contracts.signing import actions as signing
from contracts.signing.models import Contract
from spark import clock
from spark.accounts.scope import SYSTEM
from spark.campuses.models import Holiday
from spark.celery import app
from tests.cards import guardian_consents
from tests.story import outcome, record_of
from tests.terms import terms
from tests.training.trials.changes import born_years_ago
from tests.training.trials.studio import Studio
from tests.world import papers
from training.timetable.load import load
from training.trials import actions as trials

MISSING = "guardian-consent-missing"
MINOR = {"guardian_name": "林建国", "guardian_phone": "13900001234"}


def born() -> dict:
    return {"birth_date": clock.today() - timedelta(days=17 * 365 + 40)} | MINOR


def test_no_internship_begins_and_none_is_taken_up_without_it(world):
    minor = world.candidate("paperwork", **born())
    record = record_of(Incubation, minor)
    begin = partial(
        incubation.activate, actor=world.lin, ids=[record.pk], papers=papers()
    )
    assert outcome(begin) == MISSING
    given = guardian_consents(minor.pk)
    actions.take_back(actor=world.lin, pk=given.pk)
    assert outcome(begin) == MISSING
    guardian_consents(minor.pk)
    assert outcome(begin) == "done"


def test_consent_has_to_last_until_the_internship_begins(world):
    minor = world.candidate("paperwork", **born())
    guardian_consents(minor.pk, clock.now() - timedelta(days=360))
    ids = [record_of(Incubation, minor).pk]
    later = clock.today() + timedelta(days=30)
    begin = partial(incubation.activate, actor=world.lin, ids=ids, reason="已核对")
    ends = {"ends_on": later + timedelta(days=90), "insured_until": None}
    ends["insured_until"] = ends["ends_on"]
    late = papers(starts_on=later, **ends)
    assert outcome(partial(begin, papers=late)) == MISSING
    assert outcome(partial(begin, papers=papers())) == "done"


@pytest.fixture
def studio(world) -> Studio:
    """In a year without holidays."""
    Holiday.objects.all().delete()
    return Studio(world)


@pytest.fixture
def then(
    django_capture_on_commit_callbacks,
) -> Iterator[Callable[[Callable], GuardianConsent]]:
    """Do it, and what it asks for once it is committed."""

    def act(change: Callable) -> GuardianConsent:
        with django_capture_on_commit_callbacks(execute=True):
            return change()

    app.loader.import_default_modules()
    app.conf.task_always_eager = True
    yield act
    app.conf.task_always_eager = False


def test_a_trial_is_neither_confirmed_nor_live_once_consent_is_taken_back(studio, then):
    trial = studio.trial()
    born_years_ago(17, trial)
    type(trial.candidate).objects.update(**MINOR)
    confirm = partial(trials.confirm, actor=SYSTEM, ids=[trial.pk])
    assert outcome(confirm) == "host-without-consent"
    given = then(partial(guardian_consents, trial.candidate_id))
    trial.refresh_from_db()
    assert trial.against == []
    assert outcome(confirm) == "done"
    then(partial(actions.take_back, actor=SYSTEM, pk=given.pk))
    trial.refresh_from_db()
    assert trial.against == ["host-without-consent"]
    live = partial(trials.go_live, actor=SYSTEM, ids=[trial.pk])
    assert outcome(partial(live, at=trial.during.lower)) == "host-without-consent"


def test_no_slot_is_planned_beyond_the_last_day_of_consent(studio):
    candidate = studio.world.candidate("competing")
    person = Person.objects.filter(pk=candidate.person_id)
    person.update(birth_date=born()["birth_date"])
    type(candidate).objects.filter(pk=candidate.pk).update(**MINOR)
    studio.slot(2)

    def reasons() -> set[str]:
        loaded = load(studio.round, clock.now()).instance
        return {bar.reason for one in loaded.candidates for bar in one.bars}

    assert "host-without-consent" in reasons()
    guardian_consents(candidate.pk)
    assert "host-without-consent" not in reasons()


def test_no_contract_is_issued_or_signed_without_it(world):
    candidate = world.candidate("draft")
    Person.objects.filter(pk=candidate.person_id).update(
        birth_date=born()["birth_date"]
    )
    type(candidate).objects.filter(pk=candidate.pk).update(**MINOR)
    ids = [record_of(Contract, candidate).pk]
    issue = partial(signing.issue, actor=world.signing, ids=ids, **terms())
    sign = partial(signing.sign, actor=world.signing, ids=ids, signed_on=clock.today())
    assert outcome(issue) == MISSING
    given = guardian_consents(candidate.pk)
    assert outcome(issue) == "done"
    actions.take_back(actor=world.lin, pk=given.pk)
    assert outcome(sign) == MISSING
    guardian_consents(candidate.pk)
    assert outcome(sign) == "done"
