"""Incubation: entering it, its papers, and what else its verbs keep and refuse."""

from datetime import timedelta
from functools import partial

import pytest

from candidates.incubation import actions, tasks
from candidates.incubation.forms import PapersForm
from candidates.incubation.handover import screening_to_incubation
from candidates.incubation.models import Incubation
from candidates.register.models import Candidate
from candidates.screening.models import Screening
from spark import clock
from spark.accounts.scope import SYSTEM
from spark.duties.models import Duty
from spark.errors import Refused
from spark.notifications.models import Message
from tests.candidates.incubation.verbs import FILING, INCUBATION, activate
from tests.story import (
    at_once,
    duties,
    last_event,
    leaving,
    message_keys,
    messages_sent,
    moment,
    outcome,
    record_of,
    standing,
)
from tests.world import World, papers
from training.course.handover import incubation_to_training


def test_the_passed_enter_and_their_college_has_a_week_for_the_papers(world):
    candidate = world.candidate("passed")
    before, at = message_keys(), moment("2026-03-04 10:00")
    ids = [record_of(Screening, candidate).pk]
    screening_to_incubation(actor=world.office, ids=ids, at=at)
    assert standing(candidate) == ("incubation", "paperwork")
    assert duties(candidate) == {("incubation-papers", "coordinator")}
    assert Duty.objects.get(closed_at=None).due_at == at + timedelta(days=7)
    assert messages_sent(before) == {("incubation-opened", "lin")}


def test_who_has_not_passed_cannot_enter(world):
    ids = [
        record_of(Screening, world.candidate(point)).pk
        for point in ("passed", "in_review")
    ]
    act = partial(screening_to_incubation, actor=world.office, ids=ids)
    assert outcome(act) == "state-moved"
    assert not Incubation.objects.exists()


def test_the_job_takes_in_all_who_passed_with_one_message_a_college(world):
    people = [world.candidate("passed") for _ in range(3)]
    elsewhere = world.candidate("passed", campus=world.other)
    waiting = world.candidate("in_review")
    before = message_keys()
    tasks.admit_passed()
    assert {standing(candidate) for candidate in [*people, elsewhere]} == {
        ("incubation", "paperwork")
    }
    assert standing(waiting) == ("screening", "in_review")
    letters = Message.objects.exclude(pk__in=before).filter(channel="email")
    assert {(m.to.pk, m.facts["count"]) for m in letters} == {
        (world.lin.pk, 3),
        (world.mei.pk, 1),
    }


def test_the_job_done_again_changes_nothing(world):
    world.candidate("passed")
    tasks.admit_passed()
    before = (list(Candidate.objects.values()), message_keys())
    tasks.admit_passed()
    assert (list(Candidate.objects.values()), message_keys()) == before


@pytest.mark.parametrize("point", FILING)
def test_the_papers_are_kept_with_the_internship(world, point):
    _, pk = INCUBATION.stand(world, point)
    today = clock.today()
    filed = {"policy_number": "PZ2", "agreement_on": today, "consent_on": today}
    FILING[point](actor=world.lin, ids=[pk], **filed)
    record = Incubation.objects.get()
    assert {name: getattr(record, name) for name in papers()} == papers(**filed)


@pytest.mark.parametrize("point", FILING)
def test_papers_that_fall_short_are_not_filed(world, point):
    _, pk = INCUBATION.stand(world, point)
    before = Incubation.objects.values().get()
    short = partial(FILING[point], actor=world.lin, ids=[pk], insured_until=None)
    assert outcome(short) == "insurance-missing"
    assert Incubation.objects.values().get() == before


def test_the_form_shows_what_is_on_file(world):
    _, pk = INCUBATION.stand(world, "active")
    record = Incubation.objects.get(pk=pk)
    shown = PapersForm(**PapersForm.needs(world.lin, record))
    assert shown.initial == papers(base=world.base.pk)
    assert shown["pay_fen"].value() == 3000


def test_an_internship_without_its_papers_does_not_start(world):
    candidate, pk = INCUBATION.stand(world, "paperwork")
    with pytest.raises(Refused) as refused:
        activate(actor=world.lin, ids=[pk], consent_on=None)
    assert (refused.value.code, refused.value.status) == ("consent-missing", 422)
    assert refused.value.facts == {"name": candidate.person.name}
    assert standing(candidate) == ("incubation", "paperwork")
    assert duties(candidate) == {("incubation-papers", "coordinator")}


def test_a_warning_passes_with_a_reason_and_a_block_never(world):
    _, pk = INCUBATION.stand(world, "paperwork")
    year = clock.today() + timedelta(days=365)
    long = {"ends_on": year, "insured_until": year}
    act = partial(activate, actor=world.lin, ids=[pk])
    assert outcome(partial(act, **long)) == "internship-long"
    blocked = partial(act, reason="学校同意", policy_number="", **long)
    assert outcome(blocked) == "insurance-missing"
    assert outcome(partial(act, reason="学校同意", **long)) == "done"
    assert last_event(Incubation.objects.get()) == {
        "verb": "incubation.activate",
        "actor": world.lin.pk,
        "reason": "学校同意",
    }


def test_one_too_young_keeps_all_from_starting(world):
    adult, pk = INCUBATION.stand(world, "paperwork")
    today = clock.today()
    young = world.candidate("paperwork", birth_date=today - timedelta(days=15 * 365))
    ids = [pk, record_of(Incubation, young).pk]
    assert outcome(partial(activate, actor=SYSTEM, ids=ids)) == "intern-under-16"
    assert standing(adult) == ("incubation", "paperwork")


def test_an_internship_ends_only_once_training_was_entered(world):
    _, pk = INCUBATION.stand(world, "active")
    complete = partial(actions.complete, actor=world.lin, ids=[pk])
    assert outcome(complete) == "training-not-entered"
    incubation_to_training(actor=world.office, ids=[pk])
    assert outcome(complete) == "done"


@pytest.mark.parametrize("point", ["enrolled", "draft", "probation"])
def test_nobody_leaves_by_the_internship_who_is_in_a_later_stage(world, point):
    candidate, pk = INCUBATION.stand(world, point)
    before = standing(candidate)
    act = partial(leaving(actions.leave), actor=world.lin, ids=[pk])
    assert outcome(act) == "leave-later-stage-first"
    assert standing(candidate) == before


def test_two_at_once_are_not_both_right(transactional_db):
    world = World()
    _, pk = INCUBATION.stand(world, "paperwork")
    start = partial(activate, actor=world.lin, ids=[pk])
    assert at_once(start, start) == ["done", "state-moved"]
