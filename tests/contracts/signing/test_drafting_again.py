"""A contract is drafted again after one was withdrawn: one open at a time."""

from functools import partial

from candidates.register.models import LeaveReason
from contracts.signing import actions
from contracts.signing.models import Contract
from spark.accounts.scope import SYSTEM
from tests.story import at_once, outcome, record_of
from tests.world import World


def withdrawn(world: World) -> int:
    candidate = world.candidate("draft")
    pk = record_of(Contract, candidate).pk
    actions.void(actor=SYSTEM, ids=[pk], reason="岗位变更")
    return pk


def test_one_contract_is_open_at_a_time(world):
    pk = withdrawn(world)
    again = partial(actions.draft_again, actor=world.signing, ids=[pk])
    assert outcome(again) == "done"
    assert outcome(again) == "state-moved"
    states = Contract.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["void", "draft"]


def test_two_at_once_are_not_both_right(transactional_db):
    world = World()
    pk = withdrawn(world)
    again = partial(actions.draft_again, actor=world.signing, ids=[pk])
    assert at_once(again, again) == ["done", "state-moved"]
    assert Contract.objects.count() == 2


def test_nobody_leaves_and_is_drafted_anew_at_once(transactional_db):
    world = World()
    pk = withdrawn(world)
    again = partial(actions.draft_again, actor=world.signing, ids=[pk])
    why = LeaveReason.objects.get(slug="other_job")
    leave = partial(
        actions.leave, actor=world.signing, ids=[pk], left_reason=why, reason="回乡"
    )
    assert "done" in at_once(again, leave)
    stage = Contract.objects.get(pk=pk).candidate.stage
    assert (stage == "left") != Contract.objects.filter(state="draft").exists()
