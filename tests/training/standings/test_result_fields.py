"""Which numbers of a result each role sees, and when."""

import pytest
from django.urls import reverse

from spark import clock
from tests.training.standings.season import Season
from training.trials.models import Round

SCORE = 4.37


@pytest.mark.parametrize("released", [False, True])
@pytest.mark.parametrize(
    ("who", "always"), [("office", True), ("mentor", True), ("lin", False)]
)
def test_judges_scores_are_no_colleges_before_the_release(
    client, world, who, always, released
):
    season = Season(world, people=1, trials=1)
    (trial,) = season.trials(season.people[0])
    season.enter(trial, 7_000_000, SCORE)
    if released:
        Round.objects.filter(pk=trial.round_id).update(closed_at=clock.now())
    client.force_login(world.people[who])
    page = client.get(reverse("trial-detail", args=[trial.pk]))
    assert page.context["numbers"]
    assert ("4.37" in page.text) == (always or released)
    part = client.get(reverse("trials-of", args=[trial.candidate_id]))
    assert ("4.37" in part.text) == (always or released)
