"""What makes a trial the office's to replan, and what closes that."""

from functools import partial

import pytest

from spark import clock
from spark.accounts.scope import SYSTEM
from tests.story import outcome
from tests.training.trials.changes import in_lesson, loses_test, not_free
from tests.training.trials.studio import Studio, never_free
from tests.training.trials.verbs import open_about
from tests.world import passed_test
from training.trials import actions
from training.trials.models import Trial
from training.trials.tasks import judge_again

REPLAN = ("trial-replan", "office")


@pytest.fixture
def studio(quiet_studio) -> Studio:
    return quiet_studio


@pytest.fixture
def unfit(studio, then) -> Trial:
    """A trial whose host has no test any more."""
    trial = studio.trial("confirmed")
    then(loses_test, studio, trial)
    trial.refresh_from_db()
    return trial


def test_it_holds_again_once_the_permit_is_back(studio, then, unfit):
    then(partial(passed_test, unfit.candidate_id))
    unfit.refresh_from_db()
    assert (unfit.against, open_about(unfit)) == ([], set())
    actions.go_live(actor=SYSTEM, ids=[unfit.pk], at=unfit.during.lower)


def test_another_host_in_its_place_closes_it(studio, unfit):
    plan, other = studio.draft(empty=True), studio.world.candidate("competing")
    studio.place(plan, other, unfit.slot)
    studio.publish(plan)
    unfit.refresh_from_db()
    assert (unfit.state, open_about(unfit)) == ("cancelled", set())


def test_a_plan_that_keeps_it_is_refused_and_one_that_moves_it_closes_it(studio, then):
    trial = studio.trial()
    then(not_free, studio, trial)
    then(in_lesson, studio, trial)
    assert REPLAN in open_about(trial)
    assert outcome(partial(studio.publish, studio.draft())) == "host-in-lesson"
    plan = studio.draft(empty=True)
    studio.place(plan, trial.candidate, studio.slot(3))
    studio.publish(plan)
    trial.refresh_from_db()
    assert (trial.against, open_about(trial)) == (
        [],
        {("trial-confirm", "coordinator")},
    )


def test_what_was_published_with_a_reason_is_no_duty(studio, then):
    host = studio.world.candidate("competing")
    never_free(host)
    trial = studio.trial("planned", host)
    judge_again()
    trial.refresh_from_db()
    assert (trial.passed, trial.against) == (["host-not-free"], [])


def test_the_office_lets_a_warning_stand_and_no_prohibition(studio, then):
    unfit, warned = studio.trial(), studio.trial("against", slot=studio.slot(3))
    then(loses_test, studio, unfit)
    stand = partial(actions.let_stand, actor=studio.world.office, reason="已问过本人")
    assert outcome(partial(stand, ids=[unfit.pk])) == "host-without-test"
    stand(ids=[warned.pk])
    judge_again()
    warned.refresh_from_db()
    assert (warned.passed, warned.against) == (["host-not-free"], [])
    assert REPLAN not in open_about(warned)
    assert REPLAN in open_about(unfit)


def test_confirming_leaves_it_to_be_replanned(studio):
    trial = studio.trial("against")
    actions.confirm(actor=SYSTEM, ids=[trial.pk])
    assert open_about(trial) == {REPLAN}


def test_the_page_says_why_and_where_to_plan_again(client, studio, unfit):
    client.force_login(studio.world.office)
    page = client.get(f"/trials/{unfit.pk}/", HTTP_ACCEPT_LANGUAGE="en")
    said = page.content.decode()
    assert f'href="/campaigns/{studio.campaign.pk}/"' in said
    assert "合规测试" in said
    listed = client.get("/trials/?against=0").content.decode()
    assert f'href="/trials/{unfit.pk}/"' in listed


@pytest.mark.parametrize("rows", [1, 3])
def test_judging_again_costs_as_many_queries_for_many(
    studio, rows, django_assert_num_queries
):
    ids = [studio.trial(slot=studio.slot(2 + n)).pk for n in range(rows)]
    Trial.objects.filter(pk__in=ids).update(against=["host-not-free"])
    with django_assert_num_queries(14):
        actions.judge_again(actor=SYSTEM, ids=ids, at=clock.now())
