"""What was known of people before, or said by judges, and how they sold."""

import pytest
from django.urls import reverse

from candidates.screening.models import Mark
from spark.accounts.scope import SYSTEM
from tests.training.judging.judging import lock, panel
from tests.training.standings.season import Season
from training.hosts.models import Permit
from training.judging.actions import assign_judges
from training.standings.queries import known_of
from training.standings.queries.predicting import Source

BEST = 95  # in the compliance test


@pytest.fixture
def season(world) -> Season:
    """Ten of whom each sold, was tested and was judged worse than the one before."""
    panel(world)
    season = Season(world, people=10)
    for number, one in enumerate(season.people):
        Permit.objects.filter(candidate=one, kind="compliance").update(
            score=BEST - number
        )
        trial = season.trials(one)[0]
        assign_judges(actor=SYSTEM, ids=[trial.pk], at=trial.during.lower)
        for card in trial.judgements.all():
            lock(card, 5 - number // 2)
    season.compute()
    return season


@pytest.fixture
def page(client, season):
    client.force_login(season.world.office)
    return client.get(reverse("round-predicting", args=[season.round.pk]))


def codes(page, source: Source) -> set[str]:
    rows = [*page.context["shown"], *page.context["hidden"]]
    return {row.name.code for row in rows if row.source == source}


def test_of_ten_who_were_marked_each_criterion_is_told(page):
    marked = Mark.objects.filter(review__locked_at__isnull=False, value__gte=1)
    found = set(marked.values_list("criterion__code", flat=True))
    assert codes(page, Source.SCREENING) == found
    for row in page.context["shown"]:
        assert row.n == 10 and row.went.low <= row.went.r <= row.went.high


def test_the_courses_test_and_judges_own_cards_are_held_against_it_too(page, season):
    card = season.trials(season.people[0])[0].judgements.first().card
    assert codes(page, Source.JUDGES) == set(
        card.criteria.values_list("code", flat=True)
    )
    by_source = {row.source: row for row in page.context["shown"]}
    assert by_source[Source.COURSE].went.r > 0.9
    assert by_source[Source.JUDGES].went.r > 0.9
    assert "并不独立" in page.text or "independent" in page.text


def test_only_what_counts_in_the_standing_is_taken_of_judges(season):
    (standing,) = season.round.standings.all()
    first, second, *_others = season.people
    later = season.trial(first, season.rooms[0], 3, "09:00")
    assign_judges(actor=SYSTEM, ids=[later.pk], at=later.during.lower)
    for card in later.judgements.all():
        lock(card, 1)
    Permit.objects.filter(candidate=second).update(valid_from=season.studio.day(1))
    known = known_of(season.round, standing)
    judged = [one for one in known if one.source == Source.JUDGES]
    assert {one.values[first.pk] for one in judged} == {5}
    (tested,) = (one for one in known if one.source == Source.COURSE)
    assert tested.values.keys() == {one.pk for one in season.people} - {second.pk}


def test_it_is_taken_as_a_sheet(client, season):
    client.force_login(season.world.office)
    url = reverse("round-predicting-file", args=[season.round.pk])
    assert client.get(url).status_code == 200
