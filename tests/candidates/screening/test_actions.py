"""Screening: what its verbs keep, whom they refuse, which jobs they ask for."""

from functools import partial

from candidates.screening import actions
from candidates.screening.models import Screening
from spark.accounts.scope import SYSTEM
from spark.audit import trail
from spark.notifications.models import Message
from tests.candidates.screening.verbs import SCREENING, because
from tests.story import (
    at_once,
    leaving,
    message_keys,
    outcome,
    record_of,
    standing,
)
from tests.world import World


def test_what_is_not_decided_cannot_be_released(world):
    for point, code in (
        ("in_review", "screening-undecided"),
        ("passed", "state-moved"),
    ):
        ids = [SCREENING.stand(world, point)[1]]
        assert outcome(partial(actions.release, actor=SYSTEM, ids=ids)) == code


def test_a_review_has_its_reviewer(world):
    _, pk = SCREENING.stand(world, "waiting")
    actions.open_review(actor=world.reviewer, ids=[pk])
    assert Screening.objects.get().reviewer == world.reviewer


def test_what_is_asked_for_is_kept_and_told(world):
    _, pk = SCREENING.stand(world, "in_review")
    actions.ask_more(actor=world.reviewer, ids=[pk], reason="视频没有声音")
    assert Screening.objects.get().asked_for == "视频没有声音"
    texts = {message.facts["text"] for message in Message.objects.all()}
    assert texts == {"视频没有声音"}


def test_a_decision_can_change_until_it_is_released(world):
    candidate, pk = SCREENING.stand(world, "in_review")
    decide = partial(actions.decide, actor=world.office, ids=[pk], reason="x")
    decide(decision="rejected")
    decide(decision="waitlisted", reason="名额已满")
    record = Screening.objects.get()
    assert (record.decision, record.decision_reason) == ("waitlisted", "名额已满")
    actions.release(actor=world.office, ids=[pk])
    assert standing(candidate) == ("screening", "waitlisted")
    assert outcome(partial(decide, decision="passed")) == "state-moved"


def test_an_appeal_forgets_the_decision(world):
    _, pk = SCREENING.stand(world, "rejected")
    actions.appeal(actor=world.office, ids=[pk], reason="补交视频")
    record = Screening.objects.get()
    assert (record.decision, record.decision_reason) == ("", "")


def test_many_are_released_at_once_each_for_its_own_reason(world):
    at = {"passed": world.campus, "rejected": world.campus, "waitlisted": world.other}
    people = {}
    for decision, campus in at.items():
        candidate = world.candidate("in_review", campus=campus)
        people[decision] = candidate
        pk = record_of(Screening, candidate).pk
        actions.decide(
            actor=world.office, ids=[pk], decision=decision, reason=f"为{decision}"
        )
    ids = list(Screening.objects.values_list("pk", flat=True))
    before = message_keys()
    actions.release(actor=world.office, ids=ids)
    assert {
        decision: standing(candidate) for decision, candidate in people.items()
    } == {
        "passed": ("screening", "passed"),
        "rejected": ("left screening", "not_selected"),
        "waitlisted": ("screening", "waitlisted"),
    }
    for decision, candidate in people.items():
        assert trail.timeline(candidate, internal=False)[0].reason == f"为{decision}"
    letters = Message.objects.exclude(pk__in=before).filter(channel="email")
    assert {(m.to.pk, m.facts["count"]) for m in letters} == {
        (world.lin.pk, 2),
        (world.mei.pk, 1),
    }


def test_a_release_has_the_passed_admitted_by_a_job(
    world, django_capture_on_commit_callbacks
):
    _, pk = SCREENING.stand(world, "decided")
    with django_capture_on_commit_callbacks() as callbacks:
        actions.release(actor=world.office, ids=[pk])
    tasks = {callback.args[0] for callback in callbacks}
    assert tasks == {"incubation.admit_passed", "notifications.deliver"}


def test_two_at_once_are_not_both_right(transactional_db):
    world = World()
    _, pk = SCREENING.stand(world, "waiting")
    leave = partial(leaving(actions.leave), ids=[pk])
    by_both = [partial(leave, actor=actor) for actor in (world.office, world.lin)]
    assert at_once(*by_both) == ["done", "state-moved"]


def test_a_decision_nobody_offers_is_refused_by_the_database(world):
    record = record_of(Screening, world.candidate("in_review"))
    decide = partial(because(actions.decide), actor=world.office, ids=[record.pk])
    assert outcome(partial(decide, decision="maybe")) == "decision-unknown"
