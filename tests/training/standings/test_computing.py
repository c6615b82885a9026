"""A round's standings: made of its results, kept, and made again when they change."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from candidates.register.models import LeaveReason
from spark import clock
from spark.errors import Refused
from tests.story import record_of
from tests.training.standings.season import HOURS, Season
from training.course.actions import leave
from training.course.models import Enrolment
from training.standings.actions import compute_standings, keep_up
from training.standings.load import Changed, kept_inputs
from training.standings.models import Place, Standing, Verdict
from training.trials.actions import close_round
from training.trials.models import Round


@pytest.fixture
def season(world) -> Season:
    return Season(world)


def order(standing: Standing) -> list[int]:
    rows = standing.places.exclude(rank=None).order_by("rank")
    return list(rows.values_list("candidate", flat=True))


def later(season: Season, minutes: int) -> None:
    """As if the standings there are had been made so many minutes ago."""
    season.compute(at=clock.now() - timedelta(minutes=minutes))


def test_who_sells_more_stands_higher_whichever_room_they_got(season):
    standing = season.compute()
    assert (standing.verdict, standing.results, standing.take) == ("ranked", 18, 1)
    assert order(standing)[0] == season.people[0].pk
    assert order(standing)[-1] == season.people[-1].pk
    first = standing.places.get(rank=1)
    assert (
        first.rank_low <= 1 <= first.rank_high and first.low < first.score < first.high
    )
    assert (first.trials, first.bands, first.seconds) == (3, 3, 3 * 7200)
    assert first.gmv_fen == sum(row["gmv_fen"] for row in first.counted)
    assert all(row["due_fen"] > 0 for row in first.counted)
    assert [len(standing.details[kind]) for kind in ("rooms", "hours")] == [3, 3]


def test_a_round_takes_as_many_as_go_on(season):
    Round.objects.filter(pk=season.round.pk).update(cut=2)
    assert season.compute().take == 2


def test_the_same_results_make_nothing_new(season):
    first = season.compute()
    assert season.compute() == first
    assert Standing.objects.count() == 1


def test_a_correction_makes_new_standings_and_the_old_ones_stay(season):
    first = season.compute()
    kept = order(first)
    for trial in season.trials(season.people[-1]):
        season.enter(trial, 90_000_000)
    second = season.compute()
    assert (first.number, second.number) == (1, 2)
    assert order(second)[0] == season.people[-1].pk
    assert order(first) == kept


def test_any_standings_can_be_made_again(season):
    standing = season.compute()
    found = kept_inputs(Standing.objects.get(pk=standing.pk)).ranked()
    places = {str(place.candidate_id): place for place in standing.places.all()}
    for row in found.rows:
        place = places[row.candidate]
        assert (row.rank, row.score, row.p_in) == (place.rank, place.score, place.p_in)
        assert (row.low, row.high, row.sd) == (place.low, place.high, place.sd)


def test_inputs_that_arent_what_was_hashed_are_refused(season):
    standing = season.compute()
    standing.inputs_hash = "0" * 64
    with pytest.raises(Changed):
        kept_inputs(standing)


@pytest.mark.parametrize("model", [Standing, Place])
def test_the_database_lets_nobody_change_or_delete_them(season, model):
    season.compute()
    name = "results" if model is Standing else "trials"
    for change in (
        lambda: model.objects.update(**{name: 7}),
        lambda: model.objects.all()._raw_delete(using="default"),
    ):
        with (
            pytest.raises(DatabaseError, match="append_only|Cannot"),
            transaction.atomic(),
        ):
            change()


def test_who_has_too_little_is_named_and_not_ranked(season):
    newcomer = season.world.candidate("competing")
    season.trial(newcomer, season.rooms[0], 4, HOURS[0])
    standing = season.compute()
    place = standing.places.get(candidate=newcomer)
    assert place.is_short and (place.trials, place.score) == (0, None)
    assert newcomer.pk not in order(standing)


def test_who_left_is_not_ranked_but_tells_of_the_rooms(season):
    gone = season.people[0]
    enrolment = record_of(Enrolment, gone)
    why = LeaveReason.objects.get(slug="further_study")
    leave(
        actor=season.world.office,
        ids=[enrolment.pk],
        left_reason=why,
        reason="考上了本科",
    )
    standing = season.compute()
    assert gone.pk not in order(standing)
    assert (standing.results, standing.places.count()) == (18, 5)


def test_people_who_never_shared_a_room_are_not_ranked(world):
    season = Season(world, people=0)
    for number in range(4):
        candidate = world.candidate("competing")
        room = season.rooms[number % 2]
        for turn in range(3):
            trial = season.trial(candidate, room, turn, HOURS[turn], number)
            season.enter(trial, 1_000_000 + number)
    standing = season.compute()
    assert standing.verdict == Verdict.ROOMS_APART
    assert [len(group["candidates"]) for group in standing.groups] == [2, 2]
    assert standing.places.filter(rank=None).count() == 4


def test_a_trial_whose_sales_nobody_knows_doesnt_count(season):
    trial = season.trial(season.people[0], season.rooms[0], 5, HOURS[0])
    season.enter(trial, None)
    standing = season.compute()
    assert (standing.results, standing.details["unmeasured"]) == (18, 1)


def test_nothing_to_rank_is_refused(world):
    with pytest.raises(Refused, match="nothing-to-rank"):
        Season(world, people=0).compute()


def test_only_the_office_asks_for_them(season):
    for user in (season.world.lin, season.world.mentor, season.world.signing):
        with pytest.raises(Exception, match="not-your-role|^$"):
            compute_standings(actor=user, pk=season.round.pk)


def test_the_job_follows_what_changed_but_not_every_minute(season):
    keep_up()
    keep_up()
    assert Standing.objects.count() == 1
    season.enter(season.trials(season.people[0])[0], 7_000_000)
    keep_up()
    assert Standing.objects.count() == 1


def test_the_job_makes_them_once_minutes_have_passed(season):
    later(season, 6)
    season.enter(season.trials(season.people[0])[0], 7_000_000)
    keep_up()
    keep_up()
    assert Standing.objects.count() == 2


def test_the_job_waits_until_somebody_can_be_ranked(world):
    season = Season(world, trials=1)
    keep_up()
    assert not Standing.objects.exists()
    assert season.compute().verdict == Verdict.NOBODY


def test_a_closed_round_is_ranked_by_its_last_results_and_then_stays(season):
    season.compute()
    season.enter(season.trials(season.people[0])[0], 7_000_000)
    close_round(actor=season.world.office, pk=season.round.pk)
    keep_up()
    assert Standing.objects.count() == 2
    keep_up()
    assert Standing.objects.count() == 2


def test_earlier_rounds_of_the_campaign_count(season):
    second = Round.objects.create(
        campaign=season.studio.campaign,
        number=2,
        starts_on=season.round.starts_on,
        ends_on=season.round.ends_on,
    )
    best = season.people[:2]
    for number, candidate in enumerate(best):
        trial = season.trial(candidate, season.rooms[2], 6, HOURS[0], number, second)
        season.enter(trial, 1_000_000)
    standing = compute_standings(actor=season.world.office, pk=second.pk)
    assert sorted(order(standing)) == sorted(one.pk for one in best)
    assert standing.results == 20
    assert {place.trials for place in standing.places.all()} == {4}
