"""A round's terms, changed later."""

from datetime import timedelta

import pytest
from django.http import Http404

from spark.errors import Refused
from tests.training.trials.studio import Studio
from training.trials import actions


@pytest.fixture
def studio(world) -> Studio:
    return Studio(world)


def change(studio: Studio, **terms) -> None:
    round_ = studio.round
    days = {"starts_on": round_.starts_on, "ends_on": round_.ends_on}
    actions.change_round(actor=studio.world.office, pk=round_.pk, **days | terms)
    round_.refresh_from_db()


def test_the_terms_of_a_round_are_changed(studio):
    change(studio, trials_each=3, cut=12, rest_hours=20, products="榨菜\n手机壳")
    found = studio.round.trials_each, studio.round.cut, studio.round.rest_hours
    assert found == (3, 12, 20)
    assert studio.round.products == "榨菜\n手机壳"


def test_days_that_leave_out_trials_are_refused(studio):
    trial = studio.trial(slot=studio.slot(5))
    with pytest.raises(Refused, match="round-leaves-trials"):
        change(studio, ends_on=studio.day(4))
    change(studio, ends_on=studio.day(5))
    with pytest.raises(Refused, match="round-leaves-trials"):
        change(studio, starts_on=studio.day(6), ends_on=studio.day(9))
    actions.cancel(actor=studio.world.office, ids=[trial.pk], reason="考试")
    change(studio, ends_on=studio.day(4))
    assert studio.round.ends_on == studio.day(4)


def test_a_round_stays_within_its_campaign_and_once_closed_as_it_is(studio):
    with pytest.raises(Refused, match="round-outside-campaign"):
        change(studio, ends_on=studio.campaign.ends_on + timedelta(days=1))
    actions.close_round(actor=studio.world.office, pk=studio.round.pk)
    with pytest.raises(Refused, match="round-closed"):
        change(studio, trials_each=1)


def test_only_the_office_sees_rounds(studio):
    with pytest.raises(Http404):
        actions.change_round(
            actor=studio.world.mentor,
            pk=studio.round.pk,
            starts_on=studio.day(0),
            ends_on=studio.day(1),
        )


def test_who_comes_first_of_those_level_is_fixed_once_somebody_was_on_air(studio):
    change(studio, ties="lot")
    studio.trial("live")
    change(studio, ties="lot", extra_slots=3)
    with pytest.raises(Refused, match="ties-fixed"):
        change(studio, ties="judges")
