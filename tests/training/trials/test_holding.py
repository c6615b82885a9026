"""Trials to come, judged again when what they rest on changes, and at going live."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import translation

from candidates.incubation import actions as incubation
from candidates.incubation.models import Incubation
from spark.accounts.scope import SYSTEM
from spark.duties.models import Duty
from tests.story import last_event, outcome, record_of
from tests.training.trials.changes import (
    blocked,
    completed,
    dropped,
    ends_sooner,
    fails_test,
    holiday,
    in_lesson,
    left,
    lets_test_expire,
    loses_test,
    no_way,
    not_free,
    permit,
    qualified,
    suspended,
    too_young,
    without_consent,
)
from tests.training.trials.studio import Studio, licence
from tests.training.trials.verbs import open_about
from tests.world import passed_test
from training.hosts import actions as hosts
from training.trials import actions
from training.trials.tasks import judge_again

REPLAN = ("trial-replan", "office")


@pytest.fixture
def studio(quiet_studio) -> Studio:
    return quiet_studio


CHANGES = {  # what changes: why the trial doesn't hold, and what going live says
    loses_test: ("host-without-test", "host-without-test"),
    lets_test_expire: ("host-without-test", "host-without-test"),
    fails_test: ("host-without-test", "host-without-test"),
    qualified: ("not-competing", "not-competing"),
    too_young: ("host-under-16", "host-under-16"),
    without_consent: ("host-without-consent", "host-without-consent"),
    holiday: ("host-on-holiday", "host-on-holiday"),
    blocked: ("slot-blocked", "done"),
    in_lesson: ("host-in-lesson", "done"),
    not_free: ("host-not-free", "done"),
    no_way: ("host-cannot-come", "done"),
}


@pytest.mark.parametrize(
    ("change", "why", "said"),
    [(change, *said) for change, said in CHANGES.items()],
    ids=[change.__name__ for change in CHANGES],
)
def test_what_no_longer_holds_is_to_replan_and_maybe_kept_off_air(
    studio, then, change, why, said
):
    trial = studio.trial("confirmed")
    then(change, studio, trial)
    trial.refresh_from_db()
    assert (trial.state, trial.against) == ("confirmed", [why])
    assert REPLAN in open_about(trial)
    duty = Duty.objects.get(code="trial-replan")
    assert duty.due_at == trial.during.lower - timedelta(days=1)
    assert duty.url == f"/trials/{trial.pk}/"
    go = partial(actions.go_live, actor=SYSTEM, ids=[trial.pk])
    assert outcome(partial(go, at=trial.during.lower)) == said


def test_what_lets_somebody_on_air_can_be_taken_away_alone(studio, then):
    """A filing of a night's host, a licence of a room that sells medicine."""
    night, medicine = (studio.world.candidate("competing") for _ in range(2))
    filed = {"kind": "filing", "score": None, "reference": "杭教备〔2026〕12号"}
    passed_test(night.pk, **filed)
    category = licence(medicine, "medicine")
    type(category).objects.filter(pk=category.pk).update(needs_licence=True)
    room = studio.live_room("健康间", category=category)
    late = studio.trial("confirmed", night, studio.slot(2, "22:15", hours=0.5))
    selling = studio.trial("confirmed", medicine, studio.slot(2, room=room))
    for trial, kind, why in (
        (late, "filing", "host-at-night"),
        (selling, "licence", "host-without-licence"),
    ):
        gone = {"actor": SYSTEM, "pk": permit(trial, kind).pk, "reason": "到期未续"}
        then(partial(hosts.remove_permit, **gone))
        trial.refresh_from_db()
        assert trial.against == [why]
        go = partial(actions.go_live, actor=SYSTEM, ids=[trial.pk])
        assert outcome(partial(go, at=trial.during.lower)) == why


# What is certain is called off ------------------------------------------------------


CERTAIN = {
    suspended: ("competitor-suspended", "Internship suspended"),
    completed: ("host-outside-internship", "Internship ended"),
    dropped: ("not-competing", "Internship ended"),
    ends_sooner: ("host-outside-internship", "Outside the days of the internship"),
    left: ("not-competing", "Left the programme"),
}


@pytest.mark.parametrize(
    ("change", "said", "why"),
    [(change, *words) for change, words in CERTAIN.items()],
    ids=[change.__name__ for change in CERTAIN],
)
def test_what_is_certain_is_called_off_and_kept_off_air_before(
    studio, then, change, said, why
):
    trial = studio.trial("confirmed")
    go = partial(actions.go_live, actor=SYSTEM, ids=[trial.pk], at=trial.during.lower)

    def change_and_try() -> None:
        change(studio, trial)
        assert outcome(go) == said

    with translation.override("en"):
        then(change_and_try)
        if change is left:  # found by the sweeper alone
            actions.cancel_of_left(actor=SYSTEM)
    trial.refresh_from_db()
    assert (trial.state, open_about(trial)) == ("cancelled", set())
    assert last_event(trial)["reason"] == why


def test_an_internship_that_ended_later_covers_what_was_on_air_before(studio):
    trial = studio.trial("confirmed")
    ids = [record_of(Incubation, trial.candidate).pk]
    incubation.complete(actor=SYSTEM, ids=ids, at=studio.time(3, "09:00"))
    judge_again()
    actions.go_live(actor=SYSTEM, ids=[trial.pk], at=trial.during.lower)
    trial.refresh_from_db()
    assert trial.state == "live"
