"""Incidents: reported by who was there, decided by the office, overturned on appeal."""

from datetime import timedelta
from functools import partial

import pytest

from spark.accounts.scope import SYSTEM
from spark.duties.models import Duty
from tests.story import message_keys, messages_sent, outcome, who_may
from tests.training.judging.judging import judged, panel
from tests.training.trials.studio import Studio
from training.judging import actions, queries
from training.judging.models import Incident
from training.trials import actions as trials

TOLD = {"kind": "claim", "text": "说“全网最低价”", "evidence": "https://example.org/1"}


@pytest.fixture
def studio(world) -> Studio:
    return Studio(world)


def reported(studio: Studio, **more) -> Incident:
    trial = studio.trial("finished", **more)
    at = trial.during.upper
    return actions.report_incident(
        actor=studio.world.mentor, pk=trial.pk, at=at, **TOLD
    )


def decide(verb, incident: Incident, actor=SYSTEM) -> None:
    verb(actor=actor, pk=incident.pk, reason="录屏为证")


def test_who_was_there_reports_and_the_office_has_to_decide(studio):
    trial = studio.trial("finished")
    act = partial(actions.report_incident, pk=trial.pk, at=trial.during.upper, **TOLD)
    assert who_may(studio.world, act)["done"] == {"mentor", "office"}
    incident = reported(studio, slot=studio.slot(2, "14:00"))
    duty = Duty.objects.get(code="incident-decide", closed_at=None)
    assert (duty.role, duty.subject) == ("office", f"incident:{incident.pk}")
    assert duty.due_at > incident.state_since + timedelta(days=1)
    assert incident.reported_by == studio.world.mentor


def test_a_judge_reports_from_their_card(studio):
    panel(studio.world, 1)
    trial, cards = judged(studio)
    card = next(c for c in cards if c.judge == studio.world.reviewer)
    act = partial(actions.report_as_judge, pk=card.pk, at=trial.during.upper, **TOLD)
    assert who_may(studio.world, act)["done"] == {"reviewer"}


def test_it_happened_during_the_trial(studio):
    trial = studio.trial("live")
    act = partial(
        actions.report_incident, actor=SYSTEM, pk=trial.pk, at=trial.during.upper
    )
    early = trial.during.lower - timedelta(hours=1)
    assert outcome(partial(act, happened_at=early, **TOLD)) == "incident-time"
    late = trial.during.upper + timedelta(hours=1)
    assert outcome(partial(act, happened_at=late, **TOLD)) == "incident-time"
    planned = studio.trial(slot=studio.slot(3)).pk
    assert outcome(partial(act, **TOLD | {"pk": planned})) == "state-moved"


def test_a_trial_fails_by_a_named_decision_and_the_college_is_told(studio):
    incident = reported(studio)
    assert queries.counts(incident.trial)
    before = message_keys()
    decide(actions.fail, incident, studio.world.office)
    incident.refresh_from_db()
    assert (incident.state, incident.decided_by) == ("failed", studio.world.office)
    assert not queries.counts(incident.trial)
    assert list(queries.failed_trials()) == [incident.trial_id]
    assert messages_sent(before) == {("trial-failed", "lin")}
    assert not Duty.objects.filter(code="incident-decide", closed_at=None).exists()


def test_on_appeal_it_counts_again_and_the_college_is_told(studio):
    incident = reported(studio)
    decide(actions.fail, incident)
    before = message_keys()
    decide(actions.overturn, incident)
    assert queries.counts(incident.trial)
    assert messages_sent(before) == {("trial-counts-again", "lin")}
    assert outcome(partial(decide, actions.fail, incident)) == "state-moved"


def test_what_is_dismissed_is_told_to_nobody(studio):
    incident = reported(studio)
    before = message_keys()
    decide(actions.dismiss, incident)
    assert queries.counts(incident.trial)
    assert messages_sent(before) == set()


def test_a_trial_that_fails_twice_counts_once_both_are_overturned(studio):
    first = reported(studio)
    second = actions.report_incident(
        actor=SYSTEM, pk=first.trial_id, at=first.state_since, **TOLD
    )
    for incident in (first, second):
        decide(actions.fail, incident)
    decide(actions.overturn, first)
    assert not queries.counts(first.trial)
    decide(actions.overturn, second)
    assert queries.counts(first.trial)


@pytest.mark.parametrize("verb", ["fail", "dismiss"])
def test_only_the_office_decides(studio, verb):
    incident = reported(studio)
    act = partial(getattr(actions, verb), pk=incident.pk, reason="录屏为证")
    assert who_may(studio.world, act) == {
        "done": {"office"},
        "not-your-role": {"mentor"},
    }


def test_nothing_fails_once_the_round_is_closed(studio):
    incident = reported(studio)
    trials.close_round(actor=SYSTEM, pk=studio.round.pk)
    assert outcome(partial(decide, actions.fail, incident)) == "round-closed"
