"""Signing: entering it, its days and terms, and what else its verbs refuse."""

from datetime import timedelta
from functools import partial

import pytest

from contracts.signing import actions
from contracts.signing.handover import training_to_signing
from contracts.signing.models import Contract
from contracts.team import actions as team
from contracts.team.models import Membership
from spark import clock
from spark.accounts.scope import SYSTEM
from spark.duties.models import Duty
from spark.errors import Refused
from tests.contracts.signing.verbs import CLOSE, SIGNING, because, dated, terms
from tests.story import (
    duties,
    leaving,
    message_keys,
    messages_sent,
    moment,
    outcome,
    record_of,
    standing,
)
from training.course.models import Enrolment


def test_the_qualified_get_a_draft_to_be_issued_soon(world):
    candidate = world.candidate("qualified")
    before, at = message_keys(), moment("2026-03-04 10:00")
    ids = [record_of(Enrolment, candidate).pk]
    training_to_signing(actor=world.signing, ids=ids, at=at)
    assert standing(candidate) == ("signing", "draft")
    assert duties(candidate) == {("contract-issue", "signing")}
    assert Duty.objects.get(closed_at=None).due_at == at + timedelta(days=5)
    assert messages_sent(before) == set()


def test_one_not_qualified_keeps_all_from_signing(world):
    ids = [
        record_of(Enrolment, world.candidate(point)).pk
        for point in ("qualified", "competing")
    ]
    act = partial(training_to_signing, actor=SYSTEM, ids=ids)
    assert outcome(act) == "not-qualified"
    assert not Contract.objects.exists()


def test_terms_and_days_are_kept(world):
    _, pk = SIGNING.stand(world, "signed_by_candidate")
    today = clock.today()
    actions.countersign(actor=world.signing, ids=[pk], signed_on=today)
    contract = Contract.objects.get()
    assert {name: getattr(contract, name) for name in terms()} == terms()
    assert (contract.signed_on, contract.countersigned_on) == (today, today)


@pytest.mark.parametrize("point", ["issued", "signed_by_candidate"])
def test_nobody_signs_in_the_future(world, point):
    candidate, pk = SIGNING.stand(world, point)
    before = standing(candidate)
    verb = actions.sign if point == "issued" else actions.countersign
    tomorrow = clock.today() + timedelta(days=1)
    with pytest.raises(Refused) as refused:
        verb(actor=world.signing, ids=[pk], signed_on=tomorrow)
    assert (refused.value.code, refused.value.status) == ("signed-in-future", 422)
    assert standing(candidate) == before


def test_nobody_countersigns_before_the_candidate_signed(world):
    _, pk = SIGNING.stand(world, "signed_by_candidate")
    yesterday = clock.today() - timedelta(days=1)
    act = partial(actions.countersign, actor=world.signing, ids=[pk])
    assert outcome(partial(act, signed_on=yesterday)) == "countersigned-first"


def test_a_contract_in_force_has_a_job_take_its_person_into_the_team(
    world, django_capture_on_commit_callbacks
):
    _, pk = SIGNING.stand(world, "signed_by_candidate")
    with django_capture_on_commit_callbacks() as callbacks:
        dated(actions.countersign)(actor=world.signing, ids=[pk])
    tasks = {callback.args[0] for callback in callbacks}
    assert tasks == {"team.admit_signed", "notifications.deliver"}


def test_a_contract_ends_only_after_the_membership(world):
    candidate, pk = SIGNING.stand(world, "confirmed")
    end = partial(because(actions.end), actor=world.signing, ids=[pk])
    assert outcome(end) == "membership-first"
    ids = [record_of(Membership, candidate).pk]
    leaving(team.leave, "resigned")(actor=world.manager, ids=ids)
    assert duties(candidate) == {("contract-end", "signing")} | CLOSE
    assert outcome(end) == "done"
    assert duties(candidate) == CLOSE
    assert standing(candidate) == ("left management", "resigned")
    assert Contract.objects.get().state == "ended"
