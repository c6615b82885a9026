"""The team: entering it, and what else its verbs keep and refuse."""

from datetime import timedelta
from functools import partial
from importlib import import_module

import pytest
from django.db import connection

from candidates.register.models import Candidate
from contracts.signing import actions as signing
from contracts.signing.models import Contract
from contracts.team import tasks
from contracts.team.handover import signing_to_management
from contracts.team.models import Membership
from spark import clock
from spark.accounts.scope import SYSTEM
from spark.duties.models import Duty
from tests.contracts.signing.terms import TERMS
from tests.contracts.signing.verbs import issue
from tests.contracts.team.verbs import MANAGEMENT, confirm
from tests.story import (
    at_once,
    duties,
    message_keys,
    messages_sent,
    moment,
    outcome,
    record_of,
    standing,
)
from tests.world import World


def test_whose_contract_is_in_force_enters_on_probation(world):
    candidate = world.candidate("in_force")
    before, at = message_keys(), moment("2026-03-04 10:00")
    ids = [record_of(Contract, candidate).pk]
    signing_to_management(actor=world.signing, ids=ids, at=at)
    assert standing(candidate) == ("management", "probation")
    assert duties(candidate) == {("membership-confirm", "team")}
    assert messages_sent(before) == {("membership-opened", "manager")}
    assert Contract.objects.get().state == "in_force"


@pytest.mark.parametrize("term", TERMS, ids=lambda term: f"{term.first}-{term.last}")
def test_confirmation_is_due_when_probation_ends_by_the_contract(world, term):
    candidate = world.candidate("draft")
    ids = [record_of(Contract, candidate).pk]
    issue(actor=SYSTEM, ids=ids, starts_on=term.first, ends_on=term.last)
    for verb in (signing.sign, signing.countersign):
        verb(actor=SYSTEM, ids=ids, signed_on=clock.today())
    signing_to_management(actor=SYSTEM, ids=ids)
    (duty,) = Duty.objects.filter(closed_at=None)
    assert duty.code == "membership-confirm"
    assert clock.day(duty.due_at) == (term.probation_until or term.first)


def test_one_not_signed_keeps_all_from_entering(world):
    ids = [
        record_of(Contract, world.candidate(point)).pk
        for point in ("in_force", "signed_by_candidate")
    ]
    act = partial(signing_to_management, actor=SYSTEM, ids=ids)
    assert outcome(act) == "contract-not-in-force"
    assert not Membership.objects.exists()


def test_the_job_takes_in_all_who_signed_and_twice_changes_nothing(world):
    people = [world.candidate("in_force") for _ in range(3)]
    world.candidate("issued")
    tasks.admit_signed()
    assert {standing(pk) for pk in people} == {("management", "probation")}
    before = (list(Candidate.objects.values()), message_keys())
    tasks.admit_signed()
    assert (list(Candidate.objects.values()), message_keys()) == before
    assert Membership.objects.count() == 3


def test_who_is_confirmed_has_a_team(world):
    _, pk = MANAGEMENT.stand(world, "probation")
    confirm(actor=world.manager, ids=[pk])
    assert Membership.objects.get().team == world.team


def test_who_left_may_come_back_in_a_later_batch(world):
    candidate, _ = MANAGEMENT.stand(world, "ended")
    world.batch = world.intake("later", world.batch.closes_on + timedelta(days=200))
    person = candidate.person
    again = world.candidate("probation", id_number=person.id_number, name=person.name)
    assert again.person == person
    assert standing(candidate) == ("left management", "resigned")
    assert standing(again) == ("management", "probation")


def test_two_at_once_are_not_both_right(transactional_db):
    world = World()
    _, pk = MANAGEMENT.stand(world, "probation")
    act = partial(confirm, actor=world.manager, ids=[pk])
    assert at_once(act, act) == ["done", "state-moved"]
    assert messages_sent() >= {("membership-confirmed", "lin")}


@pytest.mark.parametrize("term", TERMS, ids=lambda term: f"{term.first}-{term.last}")
def test_duties_opened_before_are_due_by_law_too(world, term):
    issued, member = world.candidate("issued"), world.candidate("probation")
    Contract.objects.update(starts_on=term.first, ends_on=term.last)
    wrong = clock.now() + timedelta(days=30)
    Duty.objects.update(due_at=wrong)
    migration = import_module("contracts.migrations.0006_duties_due_by_law")
    with connection.cursor() as cursor:
        cursor.execute(migration.FILL)
    due = dict(
        Duty.objects.filter(closed_at=None).values_list("candidate_key", "due_at")
    )
    assert due[issued.pk] == clock.end_of(term.written_by)
    assert due[member.pk] == clock.end_of(term.probation_until or term.first)
