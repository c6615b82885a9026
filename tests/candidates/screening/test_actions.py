"""Screening: every verb, what it leads to, and whose it is."""

from functools import partial

import pytest

from candidates.register.models import Candidate
from candidates.screening import actions
from candidates.screening.models import Screening
from spark.accounts.scope import SYSTEM
from spark.audit import trail
from spark.notifications.models import Message
from tests.story import (
    Case,
    at_once,
    duties,
    leaving,
    outcome,
    possible,
    record_of,
    so_far,
    standing,
    told,
    who_may,
)
from tests.world import World

RELEASED = {("screening-released", "lin")}
DECIDE = {("screening-decide", "office")}


def because(action):
    return partial(action, reason="讲品有演示")


def decided(decision: str, action=actions.release):
    """Note a decision as the software, then do the action as whoever acts."""

    def act(*, actor, ids) -> None:
        because(actions.decide)(actor=SYSTEM, ids=ids, decision=decision)
        action(actor=actor, ids=ids)

    return act


CASES = {
    "open-review": Case(
        "waiting",
        actions.open_review,
        ("screening", "in_review"),
        DECIDE,
        set(),
        may={"office", "reviewer"},
        sees={"lin"},
    ),
    "ask-more": Case(
        "in_review",
        because(actions.ask_more),
        ("screening", "more_asked"),
        {("screening-more", "coordinator")},
        {("screening-more-asked", "lin")},
        may={"office", "reviewer"},
        sees={"lin"},
    ),
    "receive-more": Case(
        "more_asked",
        actions.receive_more,
        ("screening", "in_review"),
        DECIDE,
        set(),
        may={"office", "lin"},
        sees={"reviewer"},
    ),
    "decide": Case(
        "in_review",
        partial(because(actions.decide), decision="waitlisted"),
        ("screening", "in_review"),
        DECIDE,
        set(),
        may={"office"},
        sees={"lin", "reviewer"},
    ),
    "release": Case(
        "decided",
        actions.release,
        ("screening", "passed"),
        set(),
        RELEASED,
        may={"office"},
        sees={"lin", "reviewer"},
    ),
    "take-from-waitlist": Case(
        "waitlisted",
        because(actions.take_from_waitlist),
        ("screening", "passed"),
        set(),
        RELEASED,
        may={"office"},
        sees={"lin", "reviewer"},
    ),
    "close-waitlist": Case(
        "waitlisted",
        because(actions.close_waitlist),
        ("left screening", "not_selected"),
        set(),
        RELEASED,
        may={"office"},
        sees={"lin", "reviewer"},
    ),
    "leave": Case(
        "waiting",
        leaving(actions.leave),
        ("left screening", "further_study"),
        set(),
        set(),
        may={"office", "lin"},
        sees={"reviewer"},
    ),
    "appeal": Case(
        "rejected",
        because(actions.appeal),
        ("screening", "in_review"),
        DECIDE,
        set(),
        may={"office"},
        sees={"lin"},
    ),
}
VERBS = pytest.mark.parametrize("case", CASES.values(), ids=CASES)
# Off the straight way: from which point, and by what.
ASIDE = {
    "more_asked": ("in_review", because(actions.ask_more)),
    "decided": ("in_review", decided("passed", lambda **_: None)),
    "waitlisted": ("in_review", decided("waitlisted")),
    "rejected": ("in_review", decided("rejected")),
    "left": ("waiting", leaving(actions.leave)),
}


def stand(world: World, point: str) -> tuple[Candidate, int]:
    """Somebody who stands there, and the key of their screening."""
    until, aside = ASIDE.get(point, (point, None))
    candidate = world.candidate(until)
    pk = record_of(Screening, candidate).pk
    if aside:
        aside(actor=SYSTEM, ids=[pk])
    return candidate, pk


@VERBS
def test_a_verb_leads_on_and_tells_and_asks(world, case):
    candidate, pk = stand(world, case.start)
    before = so_far()
    case.act(actor=SYSTEM, ids=[pk])
    assert standing(candidate) == case.leads
    assert duties(candidate) == case.duties
    assert told(before) == case.told


@VERBS
def test_a_verb_is_for_its_roles(world, case):
    _, pk = stand(world, case.start)
    assert who_may(world, partial(case.act, ids=[pk])) == case.tried


def test_in_each_state_only_its_verbs_are_possible(world):
    points = ["waiting", "in_review", "passed", *ASIDE]
    assert {point: possible(CASES, stand(world, point)[1]) for point in points} == {
        "waiting": {"open-review", "leave"},
        "in_review": {"ask-more", "decide", "leave"},
        "decided": {"ask-more", "decide", "release", "leave"},
        "more_asked": {"receive-more", "leave"},
        "waitlisted": {"take-from-waitlist", "close-waitlist", "leave"},
        "rejected": {"appeal"},
        "passed": {"leave"},
        "left": set(),
    }


def test_what_is_not_decided_cannot_be_released(world):
    for point, code in (
        ("in_review", "screening-undecided"),
        ("passed", "state-moved"),
    ):
        ids = [stand(world, point)[1]]
        assert outcome(partial(actions.release, actor=SYSTEM, ids=ids)) == code


@VERBS
def test_one_who_stands_elsewhere_keeps_all_back(world, case):
    candidate, pk = stand(world, case.start)
    other, elsewhere = stand(world, "left")
    before = (standing(candidate), standing(other), duties(candidate))
    messages = so_far()
    said = outcome(partial(case.act, actor=SYSTEM, ids=[pk, elsewhere]))
    assert said in {"state-moved", "screening-undecided"}
    assert (standing(candidate), standing(other), duties(candidate)) == before
    assert so_far() == messages


def test_a_review_has_its_reviewer(world):
    _, pk = stand(world, "waiting")
    actions.open_review(actor=world.reviewer, ids=[pk])
    assert Screening.objects.get().reviewer == world.reviewer


def test_what_is_asked_for_is_kept_and_told(world):
    _, pk = stand(world, "in_review")
    actions.ask_more(actor=world.reviewer, ids=[pk], reason="视频没有声音")
    assert Screening.objects.get().asked_for == "视频没有声音"
    texts = {message.facts["text"] for message in Message.objects.all()}
    assert texts == {"视频没有声音"}


def test_a_decision_can_change_until_it_is_released(world):
    candidate, pk = stand(world, "in_review")
    decide = partial(actions.decide, actor=world.office, ids=[pk], reason="x")
    decide(decision="rejected")
    decide(decision="waitlisted", reason="名额已满")
    record = Screening.objects.get()
    assert (record.decision, record.decision_reason) == ("waitlisted", "名额已满")
    actions.release(actor=world.office, ids=[pk])
    assert standing(candidate) == ("screening", "waitlisted")
    assert outcome(partial(decide, decision="passed")) == "state-moved"


def test_an_appeal_forgets_the_decision(world):
    _, pk = stand(world, "rejected")
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
    before = so_far()
    actions.release(actor=world.office, ids=ids)
    assert {decision: standing(one) for decision, one in people.items()} == {
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
    _, pk = stand(world, "decided")
    with django_capture_on_commit_callbacks() as callbacks:
        actions.release(actor=world.office, ids=[pk])
    tasks = {callback.args[0] for callback in callbacks}
    assert tasks == {"incubation.admit_passed", "notifications.deliver"}


def test_two_at_once_are_not_both_right(transactional_db):
    world = World()
    _, pk = stand(world, "waiting")
    leave = partial(leaving(actions.leave), ids=[pk])
    by_both = [partial(leave, actor=actor) for actor in (world.office, world.lin)]
    assert at_once(*by_both) == ["done", "state-moved"]


def test_a_decision_nobody_offers_is_refused_by_the_database(world):
    record = record_of(Screening, world.candidate("in_review"))
    decide = partial(because(actions.decide), actor=world.office, ids=[record.pk])
    assert outcome(partial(decide, decision="maybe")) == "decision-unknown"
