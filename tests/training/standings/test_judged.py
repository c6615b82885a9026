"""Judges' cards and incidents in standings, and what candidates are told of them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from spark.accounts.scope import SYSTEM
from tests.cards import let_in
from tests.training.judging.judging import lock, marks, panel
from tests.training.standings.season import Season
from training.judging import actions as judging
from training.judging.models import Judgement
from training.standings.load import inputs_of, is_stale
from training.trials.actions import close_round
from training.trials.models import Trial


@pytest.fixture
def season(world) -> Season:
    panel(world)
    return Season(world)


def cards_of(trial: Trial) -> list[Judgement]:
    begins = trial.during.lower - timedelta(days=1)
    judging.assign_judges(actor=SYSTEM, ids=[trial.pk], at=begins)
    return list(trial.judgements.order_by("pk"))


def row_of(season: Season, trial: Trial) -> dict:
    rows = inputs_of(season.round).rows
    return next((dict(row) for row in rows if row["trial"] == trial.pk), {})


def test_scores_are_each_judges_own_once_all_are_in(season):
    trial = season.trials(season.people[0])[0]
    entered = row_of(season, trial)["scores"]
    first, second = cards_of(trial)
    lock(first, 5)
    assert row_of(season, trial)["scores"] == entered and entered[0][0] == "panel"
    lock(second, 3)
    scores = dict(row_of(season, trial)["scores"])
    assert scores == {str(first.judge_id): 5.0, str(second.judge_id): 3.0}


def test_the_page_calls_judges_by_their_names(client, season):
    cards = cards_of(season.trials(season.people[0])[0])
    for card in cards:
        lock(card, 5)
    season.compute()
    client.force_login(season.world.office)
    page = client.get(reverse("round-standings", args=[season.round.pk]))
    called = {judge.name for judge, _apart in page.context["judges"]}
    assert {card.judge.name for card in cards} <= called


def test_a_trial_that_fails_for_an_incident_does_not_count(season, world):
    trial = season.trials(season.people[0])[0]
    standing = season.compute()
    card = cards_of(trial)[0]
    lock(card)
    incident = judging.report_as_judge(
        actor=card.judge,
        pk=card.pk,
        kind="claim",
        text="全网最低价",
        at=trial.during.upper,
    )
    assert not is_stale(standing, inputs_of(season.round))
    for verb, counts in ((judging.fail, False), (judging.overturn, True)):
        verb(actor=world.office, pk=incident.pk, reason="录屏核实")
        assert bool(row_of(season, trial)) == counts
        assert is_stale(standing, inputs_of(season.round)) != counts


def test_two_things_to_work_on_are_told_once_the_round_is_released(
    season, world, client
):
    candidate = season.people[0]
    for trial in season.trials(candidate):
        for card in cards_of(trial):
            weak = [one.code for one in card.card.criteria.all()][2:4]
            lock(card, marks=marks(card, 4, **dict.fromkeys(weak, 2)))
    season.compute()
    let_in(client, candidate.pk)
    assert "可以提升的地方" not in client.get("/my/").text
    close_round(actor=world.office, pk=season.round.pk)
    told = client.get("/my/").text.partition("可以提升的地方")[2].partition("</ul>")[0]
    assert told.count("<li>") == 2
    named = {c.name_zh for c in card.card.criteria.filter(code__in=weak)}
    assert all(name in told for name in named)
