"""Judges decide between people level by the cards that the standing counted."""

from tests.training.judging.judging import lock, panel
from tests.training.standings.season import Season
from tests.training.standings.test_judged import cards_of
from training.racing.rules.board import Board


def test_somebodys_judges_are_those_of_their_place(world):
    panel(world)
    season = Season(world)
    candidate = season.people[0]
    for trial in season.trials(candidate):
        first, second = cards_of(trial)
        lock(first, 5)
        lock(second, 3)
    season.compute()
    ranked = Board(season.round).proposed[candidate.pk].ranked
    assert ranked.judged == 4.0
