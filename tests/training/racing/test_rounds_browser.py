"""Two rounds at the desk and on a phone: from the import to who is qualified."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import Visitor
from tests.training.judging.judging import panel
from tests.training.racing.rounds import (
    Exported,
    Hall,
    judge,
    judge_without_net,
    next_round,
    outcomes,
    states,
    who,
)
from tests.world import World
from training.judging.models import Incident, Judgement
from training.racing.models import RoundDecision
from training.standings.models import Result, Standing
from training.trials.models import Round, Trial

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs a loop here
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PEOPLE, CUT, SLOTS, PLACES = 8, 4, 3, 4
LAST_SOLD = (16_000, 14_000, 12_000, 9_000, 9_000, 15_000, 3_000)  # yuan
LEVEL = (3, 4, 5)  # of the people: about the cut of both rounds


@pytest.fixture
def season(world: World) -> Exported:
    panel(world)
    season = Exported(world, PEOPLE, level=LEVEL)
    terms = {"cut": CUT, "extra_slots": SLOTS, "minimum_trials": 2}
    Round.objects.filter(pk=season.round.pk).update(**terms)
    season.round.refresh_from_db()
    return season


@pytest.fixture
def phone(browser: Browser, live_server) -> Iterator[Visitor]:
    context = browser.new_context(viewport={"width": 390, "height": 800})
    visitor = Visitor(context.new_page(), live_server.url, "zh-hans")
    yield visitor
    assert not visitor.errors
    context.close()


@pytest.mark.parametrize("visitor", [(1440, "zh-hans")], indirect=True)
def test_two_rounds_from_import_to_qualified(
    visitor: Visitor, phone: Visitor, season: Exported
):
    hall = Hall(visitor)
    import_first(hall, season)
    judge_one(hall, phone, season)
    fail_one(hall, season)
    correct_one(hall, season)
    decide_first(hall, season)
    last = decide_last(hall, season)
    hear_appeal(hall, season, last)


def import_first(hall: Hall, season: Exported) -> None:
    """The mentor sends the export; a number in it lacks a zero."""
    hall.visitor.log_in(season.world.mentor)
    wrong = season.trials(season.people[1])[0]
    season.sold[wrong] //= 10
    hall.upload(season.sheet(season.sold), len(season.sold))
    assert Result.objects.count() == 3 * PEOPLE


def judge_one(hall: Hall, phone: Visitor, season: Exported) -> None:
    """The office gives a trial to two; one of them loses the net half way."""
    trial = season.trials(season.people[3])[0]
    hall.visitor.log_in(season.world.office)
    hall.on_trial(trial, "assign-judges")
    first, second = Judgement.objects.filter(trial=trial).order_by("pk")
    judge_without_net(phone, first)
    judge(phone, second, 3)
    hall.visitor.open(f"/trials/{trial.pk}/")
    hall.page.locator("#judging").scroll_into_view_if_needed()
    for card in (first, second):
        expect(hall.page.locator("#judging")).to_contain_text(card.judge.name)


def fail_one(hall: Hall, season: Exported) -> None:
    """The mentor reports what was said on air; the office lets the trial fail."""
    trial = season.trials(season.people[-1])[0]
    hall.visitor.log_in(season.world.mentor)
    told = {"kind": "price", "text": "说了全网最低价"}
    hall.on_trial(trial, "report", **told)
    hall.visitor.log_in(season.world.office)
    hall.on_trial(trial, "fail", reason="违反绝对化用语规定")
    incident = Incident.objects.get()
    assert (incident.state, incident.decided_by) == ("failed", season.world.office)


def correct_one(hall: Hall, season: Exported) -> None:
    """What was final is changed only with a reason."""
    trial = season.trials(season.people[1])[0]
    yuan = season.sold[trial] // 10
    hall.on_trial(trial, "enter-result", gmv_fen=str(yuan), reason="少录一个零")
    assert Result.objects.get(trial=trial).gmv_fen == 100 * yuan


def decide_first(hall: Hall, season: Exported) -> None:
    """Those near the cut go on air once more, then all is decided and released."""
    round_, people = season.round, season.people
    hall.compute(round_)
    hall.decide(round_, [], "proposed", "standing", "按排名处理")
    extra = who(outcomes(round_, people), "extra", people)
    assert 1 <= len(extra) <= SLOTS
    more = [season.again(one, round_, 9_000) for one in extra]
    hall.upload(season.sheet(more), len(more))
    hall.compute(round_)
    hall.decide(round_, [], "proposed", "standing", "按排名处理")
    promised = who(outcomes(round_, people), "out", people)[:-1]
    hall.decide(round_, promised, "through", "promise", "数据未体现，潜力明显")
    departed = RoundDecision.objects.filter(
        round=round_, candidate__in=promised, superseded_at=None
    )
    noted = set(departed.values_list("proposed", "outcome", "ground"))
    assert noted == {("out", "through", "promise")}
    hall.release(round_, PEOPLE)
    assert states(people) == ["competing"] * (PEOPLE - 1) + ["eliminated"]


def decide_last(hall: Hall, season: Exported) -> Round:
    """One trial each; the best are qualified, those near the cut wait in order."""
    last = next_round(season, cut=PLACES)
    still = season.people[:-1]
    sold = zip(still, LAST_SOLD, strict=True)
    trials = [season.again(one, last, yuan) for one, yuan in sold]
    hall.upload(season.sheet(trials), len(trials))
    hall.compute(last)
    hall.decide(last, [], "proposed", "standing", "按最终排名处理")
    hall.release(last, len(still))
    noted = outcomes(last, still)
    assert noted.count("qualified") == PLACES
    for one in who(noted, "qualified", still):
        assert states([one]) == ["qualified"]
    waiting = who(noted, "reserve", still)
    places = RoundDecision.objects.filter(round=last, candidate__in=waiting)
    in_order = list(places.order_by("reserve_place"))
    assert [one.reserve_place for one in in_order] == [1, 2]
    hall.visitor.open(f"/racing/{last.pk}/reserve/")
    shown = hall.page.locator("main .sp-outs li").all_inner_texts()
    for one, text in zip(in_order, shown, strict=True):
        assert one.candidate.person.name in text
    assert noted[-1] == "out"
    return last


def hear_appeal(hall: Hall, season: Exported, last: Round) -> None:
    """Who was let go was entered wrongly: corrected, ranked anew, decided anew."""
    one = season.people[-2]
    before = Standing.objects.filter(round=last).latest("number")
    hall.visitor.open(f"/campaigns/{last.campaign_id}/")
    hall.press(f"{last.pk}/reopen-round", reason="战报录错，更正后重排")
    trial = Trial.objects.get(round=last, candidate=one)
    hall.on_trial(trial, "enter-result", gmv_fen="90000", reason="漏录一笔大单")
    hall.compute(last)
    after = Standing.objects.filter(round=last).latest("number")
    assert after.number == before.number + 1
    hall.visitor.open(f"/racing/{last.pk}/")
    affected = hall.page.locator("section:has(#affected)")
    expect(affected).to_contain_text(one.person.name)
    hall.visitor.open(f"/candidates/{one.pk}/")
    hall.visitor.press("training", "appeal", reason="战报更正")
    hall.decide(last, [one], "reserve", "appeal", "更正后在线上下")
    hall.release(last, 1)
    assert states([one]) == ["competing"]
    kept = RoundDecision.objects.filter(round=last, candidate=one).order_by("pk")
    told = [(d.outcome, d.standing, d.reserve_place) for d in kept]
    assert told == [("out", before, None), ("reserve", after, 3)]
