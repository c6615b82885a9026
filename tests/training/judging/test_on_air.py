"""Figures of trials on air: entered as they come, told to whom they may be told."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import Client
from django.urls import reverse

from spark import clock
from spark.accounts.models import Role
from spark.errors import Refused
from tests.conftest import forget_cache
from tests.story import last_event
from tests.training.judging.judging import enter, lock, panel
from tests.training.systems import System, codes
from tests.training.trials.studio import Studio
from tests.training.trials.verbs import open_about
from tests.world import World
from training.judging import actions
from training.judging.models import Judgement, LiveFigures
from training.standings.actions import enter_result
from training.standings.load import inputs_of
from training.standings.models import Result
from training.trials.actions import abort, finish
from training.trials.models import Trial

NUMBERS = {"viewers": 5000, "average_watch_seconds": 90, "gmv_fen": 567800}
SAID = "1,234"  # of GMV on air, as pages say it
WATCHERS = pytest.mark.parametrize("who", ["office", "mentor"])


@pytest.fixture
def studio(world: World) -> Studio:
    forget_cache()
    return Studio(world)


@pytest.fixture
def trial(studio: Studio, time_machine) -> Trial:
    """On air for a quarter of an hour."""
    trial = studio.trial("live")
    time_machine.move_to(trial.during.lower + timedelta(minutes=15))
    return trial


def page(client: Client, name: str = "live", *args: int) -> str:
    forget_cache()
    return client.get(reverse(name, args=args)).text


def as_somebody(client: Client, studio: Studio, who: str) -> Client:
    client.force_login(studio.world.people[who])
    return client


@WATCHERS
def test_who_runs_a_trial_enters_them_on_its_page_and_the_board_shows_as_of_when(
    client, studio, trial, who
):
    as_somebody(client, studio, who)
    act = reverse("trial-act", args=[trial.pk, "enter-live-figures"])
    given = {"viewers": "4000", "gmv_fen": "1234.50"}
    sent = {f"enter-live-figures-{name}": value for name, value in given.items()}
    assert client.post(act, sent).status_code == 302
    figures = LiveFigures.objects.get()
    assert (figures.gmv_fen, figures.orders) == (123450, None)
    assert clock.now() - figures.as_of < timedelta(minutes=1)
    assert figures.entered_by == studio.world.people[who]
    for shown in (page(client), page(client, "trial-detail", trial.pk)):
        assert SAID in shown and f"{clock.local(clock.now()):%H:%M}" in shown


def test_later_ones_take_their_place_and_history_keeps_those_before(trial):
    first = enter(trial)
    second = enter(trial, gmv_fen=999900, at=clock.now())
    assert (second.pk, second.gmv_fen) == (first.pk, 999900)
    assert [one.gmv_fen for one in second.events.order_by("pgh_id")] == [123400, 999900]
    assert last_event(second)["verb"] == "trials.enter-live-figures"


def test_none_take_the_place_of_later_ones_and_none_are_of_another_time(trial):
    enter(trial, at=clock.now())
    began = trial.during.lower
    refused = []
    for as_of in (began, began - timedelta(minutes=1), clock.now() + timedelta(1)):
        with pytest.raises(Refused) as error:
            enter(trial, as_of=as_of, at=clock.now())
        refused.append(error.value.code)
    assert refused == ["live-figures-older", "live-figures-when", "live-figures-when"]


def test_they_are_of_who_is_on_air_alone(studio, trial):
    to_come = studio.trial(slot=studio.slot(3, "10:30"))
    for over, starts in ((finish, "12:00"), (abort, "13:30")):
        other = studio.trial("live", slot=studio.slot(2, starts))
        over(actor=studio.world.office, ids=[other.pk], reason="断网")
        with pytest.raises(Refused, match="state-moved"):
            enter(other)
    with pytest.raises(Refused, match="state-moved"):
        enter(to_come)


@pytest.mark.parametrize("who", ["lin", "mei", "manager", "reviewer", "signing"])
def test_nobody_else_enters_or_reads_them(client, studio, trial, who):
    with pytest.raises((Refused, Http404)):
        enter(trial, actor=studio.world.people[who])
    enter(trial)
    as_somebody(client, studio, who)
    assert SAID not in page(client, "trial-detail", trial.pk)
    assert client.get(reverse("live")).status_code == 403


def test_they_never_count_until_a_result_is_entered_after_the_end(
    client, studio, trial
):
    enter(trial)
    assert inputs_of(studio.round).rows == ()
    with pytest.raises(Refused, match="state-moved"):
        enter_result(actor=studio.world.office, pk=trial.pk, numbers=NUMBERS)
    finish(actor=studio.world.mentor, ids=[trial.pk], reason="样品没有到")
    assert inputs_of(studio.round).rows == ()
    assert open_about(trial) == {("trial-result", "mentor")}
    as_somebody(client, studio, "office")
    assert SAID in page(client) and SAID in page(client, "trial-detail", trial.pk)
    enter_result(actor=studio.world.office, pk=trial.pk, numbers=NUMBERS)
    (row,) = inputs_of(studio.round).rows
    assert row["gmv_fen"] == NUMBERS["gmv_fen"]
    for shown in (page(client), page(client, "trial-detail", trial.pk)):
        assert SAID not in shown and "5,678.00" in shown


def by_two_mentors(studio: Studio) -> tuple[Trial, list[Judgement]]:
    trial, office = studio.trial("live"), studio.world.office
    for judge in panel(studio.world):
        actions.name_judge(actor=office, pk=trial.pk, judge=judge)
    return trial, list(trial.judgements.order_by("pk"))


def test_a_trials_judge_learns_them_once_the_card_is_locked(
    client, studio, time_machine
):
    trial, cards = by_two_mentors(studio)
    enter(trial)
    time_machine.move_to(trial.during.lower + timedelta(minutes=15))
    for card in cards:
        client.force_login(card.judge)
        assert SAID not in page(client) + page(client, "trial-detail", trial.pk)
    as_somebody(client, studio, "office")
    assert SAID in page(client) and SAID in page(client, "trial-detail", trial.pk)
    lock(cards[0])
    client.force_login(cards[0].judge)
    assert SAID in page(client) and SAID in page(client, "trial-detail", trial.pk)
    client.force_login(cards[1].judge)
    assert SAID not in page(client) + page(client, "trial-detail", trial.pk)


def test_also_of_the_office_and_of_figures_held_back(client, studio, trial):
    enter(trial)
    office = studio.world.office
    actions.freeze_board(actor=office, pk=studio.round.pk)
    as_somebody(client, studio, "office")
    assert SAID in page(client)
    actions.name_judge(actor=office, pk=trial.pk, judge=office)
    assert SAID not in page(client) + page(client, "trial-detail", trial.pk)


def test_the_hall_reads_them_once_no_judge_is_awaited(client, studio, time_machine):
    trial, cards = by_two_mentors(studio)
    enter(trial)
    time_machine.move_to(trial.during.lower + timedelta(minutes=15))
    as_somebody(client, studio, "office")
    lock(cards[0])
    assert SAID not in page(client, "live-hall")
    lock(cards[1])
    hall = page(client, "live-hall")
    assert SAID in hall and trial.candidate.person.name not in hall


def test_what_comes_after_the_board_is_frozen_is_shown_when_it_is_thawed(
    client, studio, trial
):
    enter(trial)
    given = {"actor": studio.world.office, "pk": studio.round.pk}
    actions.freeze_board(**given)
    enter(trial, gmv_fen=999900)
    as_somebody(client, studio, "office")
    for board in ("live", "live-hall"):
        assert SAID in page(client, board) and "9,999" not in page(client, board)
    actions.thaw_board(**given)
    assert "9,999" in page(client) and SAID not in page(client)


def sheet(client: Client, studio: Studio, *lines: str):
    body = "\n".join(lines).format(day=studio.day(2))
    file = SimpleUploadedFile("直播数据.csv", body.encode("utf-8-sig"))
    url = reverse("sheet-detail", args=["results"])
    found = client.post(url, {"file": file})
    given = {"token": found.context["token"], "seen": found.context["found"].digest}
    return found, lambda: client.post(url, given)


HEAD = "直播间名称,开播时间,观看人数,成交订单数,成交金额,数据时间"


def test_a_sheet_of_who_is_on_air_is_for_the_board(client, studio, trial):
    as_somebody(client, studio, "mentor")
    row = "星选一间,{day} 10:02,4100,12,1234.00,{day} 10:10"
    found, confirm = sheet(client, studio, HEAD, row)
    assert [one.outcome.value for one in found.context["found"].rows] == ["added"]
    assert confirm().status_code == 302
    figures = LiveFigures.objects.get()
    assert (figures.viewers, figures.orders, figures.gmv_fen) == (4100, 12, 123400)
    assert f"{clock.local(figures.as_of):%H:%M}" == "10:10"
    assert not Result.objects.exists()
    again, _confirm = sheet(client, studio, HEAD, row)
    assert [one.outcome.value for one in again.context["found"].rows] == ["same"]


@pytest.mark.parametrize("row", ["4100,,,{day} 10:05", ",,1234,", "4100,,,{day} 23:00"])
def test_a_row_that_the_board_cannot_show_is_refused_by_name(
    client, studio, trial, row
):
    enter(trial)
    as_somebody(client, studio, "office")
    found, _confirm = sheet(client, studio, HEAD, "星选一间,{day} 10:02," + row)
    (rejected,) = found.context["found"].rejected
    assert rejected.fault.column.name in ("viewers", "as_of")


@pytest.fixture
def programme(world: World) -> System:
    system = System(world, world.other)
    grants = system.app.service_user.role_grants
    grants.update(role=Role.OFFICE_CLIENT, campus=None)
    return system


def test_the_programmes_system_sends_and_reads_them(studio, trial, programme):
    given = {"trial": trial.pk, "viewers": 4000, "gmv_fen": 123400}
    made = programme("POST", "live-figures", given)
    assert made.status_code == 201, made.text
    (row,) = programme.found("live-figures")
    assert row == made.json()
    told = (row["orders"], row["viewers"], row["campus"])
    assert told == (None, 4000, "ZJYY")
    later = given | {"viewers": 4200, "as_of": clock.now().isoformat()}
    assert programme("POST", "live-figures", later).json()["id"] == row["id"]
    early = given | {"as_of": (clock.now() - timedelta(days=1)).isoformat()}
    assert programme("POST", "live-figures", early).status_code == 422
    wrong = programme("POST", "live-figures", {"trial": trial.pk, "viewers": -1})
    assert (wrong.status_code, codes(wrong)) == (400, ["#/viewers"])


def test_a_colleges_system_does_neither(studio, trial, world):
    enter(trial)
    system = System(world, world.campus)
    assert system.found("live-figures") == []
    given = {"trial": trial.pk, "viewers": 4000}
    assert system("POST", "live-figures", given).status_code == 403
