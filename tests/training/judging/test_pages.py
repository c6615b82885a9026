"""Pages of judging: what they cost, what they show to whom."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from spark.accounts.models import Role, RoleGrant
from spark.accounts.scope import SYSTEM
from tests.conftest import forget_cache
from tests.training.judging.judging import enter, judged, lock, panel
from tests.training.trials.studio import Studio
from tests.world import World
from training.judging import actions
from training.judging.models import Judgement
from training.trials.models import Trial

ROWS = pytest.mark.parametrize("rows", [1, 3])
CLOCKS = ("09:00", "10:30", "12:00")
ASKS = {"HX-Request": "true"}


@pytest.fixture
def studio(world: World) -> Studio:
    forget_cache()
    return Studio(world)


@pytest.fixture
def office(client: Client, studio: Studio) -> Client:
    client.force_login(studio.world.office)
    return client


def several(studio: Studio, rows: int, until: str = "finished") -> list[Trial]:
    slots = [studio.slot(2, clock) for clock in CLOCKS[:rows]]
    return [judged(studio, until, slot=slot)[0] for slot in slots]


@ROWS
def test_pages_cost_the_same_for_one_and_for_many(
    client, studio, django_assert_max_num_queries, rows
):
    trial = several(studio, rows)[0]
    for card in trial.judgements.all():
        lock(card)
    urls = {
        ("mentor", 12): [reverse("judging-mine"), reverse("incident-list")],
        ("office", 17): [
            reverse("judging-mine"),
            reverse("judging-round", args=[studio.round.pk]),
            reverse("judging-of", args=[trial.pk]),
        ],
    }
    for (who, most), pages in urls.items():
        client.force_login(studio.world.people[who])
        for url in pages:
            with django_assert_max_num_queries(most):
                assert client.get(url).status_code == 200


def test_a_card_is_marked_and_locked_without_a_script(client, studio, time_machine):
    panel(studio.world)
    _trial, (card, _other) = judged(studio)
    client.force_login(card.judge)
    url = reverse("judging-detail", args=[card.pk])
    assert "data-judging=" not in client.get(url).text
    time_machine.move_to(card.trial.during.lower)
    client.force_login(card.judge)  # anew: sessions don't last for days
    assert "data-judging=" in client.get(url).text
    sent = {"sequence": 1, "note": "稳"}
    for one in card.card.criteria.all():
        sent[f"value-{one.pk}"] = "4"
    act = reverse("judging-act", args=[card.pk, "lock"])
    assert client.post(act, sent | {"sequence": ""}).status_code == 422
    assert client.post(act, sent).url == reverse("judging-mine")
    card.refresh_from_db()
    assert (card.state, card.note) == ("locked", "稳")


def test_what_is_older_is_refused_in_words_to_a_phone(client, studio, time_machine):
    panel(studio.world)
    _trial, (card, _other) = judged(studio)
    time_machine.move_to(card.trial.during.lower)
    client.force_login(card.judge)
    act = reverse("judging-act", args=[card.pk, "mark"])
    briefly = ASKS | {"Prefer": "return=minimal"}
    newer = client.post(act, {"sequence": 5, "device": "a"}, headers=briefly)
    older = client.post(act, {"sequence": 4, "device": "b"}, headers=briefly)
    assert (newer.status_code, older.status_code) == (204, 409)
    assert "data-refusal" in older.text


def test_a_round_is_rehearsed_before_judges_are_given_out(office, studio):
    for clock in CLOCKS:
        studio.trial(slot=studio.slot(2, clock))
    act = reverse("judging-round-act", args=[studio.round.pk, "assign-judges"])
    page = office.post(act)
    assert studio.world.reviewer.name in page.text
    assert not Judgement.objects.exists()
    assert office.post(act, {"confirmed": "1"}).status_code == 302
    assert Judgement.objects.count() == 6


def test_judges_are_given_to_many_from_the_list_of_trials(office, studio):
    ids = [studio.trial(slot=studio.slot(2, clock)).pk for clock in CLOCKS]
    act = reverse("trial-many", args=["assign-judges"])
    office.post(act, {"ids": ids, "confirmed": "1"})
    assert Judgement.objects.count() == 6


def test_the_office_sees_marks_once_locked_but_not_of_what_it_judges(office, studio):
    panel(studio.world)
    trial, (card, _other) = judged(studio)
    url = reverse("judging-of", args=[trial.pk])
    lock(card, note="暗号戊")
    assert "暗号戊" in office.get(url).text
    actions.name_judge(actor=SYSTEM, pk=trial.pk, judge=studio.world.office)
    assert "暗号戊" not in office.get(url).text


def test_a_college_reads_why_a_trial_fails_and_not_who_reported_it(client, studio):
    trial = studio.trial("finished")
    incident = actions.report_incident(
        actor=studio.world.mentor,
        pk=trial.pk,
        kind="claim",
        text="全网最低",
        at=trial.during.upper,
    )
    client.force_login(studio.world.lin)
    url = reverse("judging-of", args=[trial.pk])
    assert "全网最低" not in client.get(url).text
    actions.fail(actor=studio.world.office, pk=incident.pk, reason="广告法第九条")
    text = client.get(url).text
    assert "全网最低" in text and "广告法第九条" in text
    assert studio.world.mentor.name not in text


def on_air(studio: Studio, rows: int = 1) -> list[Trial]:
    trials = several(studio, rows, "live")
    for trial in trials:
        enter(trial)
    return trials


@ROWS
def test_the_live_board_costs_the_same_for_one_and_for_many(
    client, studio, time_machine, django_assert_num_queries, rows
):
    trials = on_air(studio, rows)
    time_machine.move_to(trials[0].during.upper)
    client.force_login(studio.world.office)
    url = reverse("live")
    client.get(url)
    forget_cache()
    with django_assert_num_queries(6):
        first = client.get(url, headers=ASKS)
    for trial in trials:
        assert trial.candidate.person.name in first.text
    assert "1,234.00" in first.text
    with django_assert_num_queries(0):
        again = client.get(url, headers=ASKS | {"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_hall_sees_nobodys_name_and_a_mentor_only_their_base(
    client, studio, time_machine
):
    (trial,) = on_air(studio)
    time_machine.move_to(trial.during.lower + timedelta(minutes=1))
    client.force_login(studio.world.mentor)
    assert trial.candidate.person.name in client.get(reverse("live")).text
    hall = client.get(reverse("live-hall")).text
    assert trial.candidate.person.name not in hall
    assert f"T-{trial.pk:04d}" in hall


def test_what_somebody_sees_in_another_role_is_on_nobody_elses_board(
    client, places, time_machine
):
    world = places.world
    trial = places.trial(places.room, "live")
    time_machine.move_to(trial.during.lower + timedelta(minutes=1))
    both = world.user("both", "两任", Role.MENTOR, world.base)
    campus = trial.candidate.campus
    RoleGrant.objects.create(user=both, role=Role.COORDINATOR, campus=campus)
    for user in (both, world.mentor):
        client.force_login(user)
        assert trial.candidate.person.name not in client.get(reverse("live")).text
    client.force_login(places.mentor)
    assert trial.candidate.person.name in client.get(reverse("live")).text


def test_frozen_figures_stay_as_they_were_until_they_are_thawed(
    client, studio, time_machine
):
    (trial,) = on_air(studio)
    time_machine.move_to(trial.during.lower + timedelta(minutes=1))
    client.force_login(studio.world.office)
    given = {"actor": studio.world.office, "pk": studio.round.pk}
    actions.freeze_board(**given)
    enter(trial, gmv_fen=999900)
    assert "1,234.00" in client.get(reverse("live")).text
    actions.thaw_board(**given)
    forget_cache()
    assert "9,999.00" in client.get(reverse("live")).text
