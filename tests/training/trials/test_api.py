"""Campuses' systems read, confirm and decline their own people's trials."""

from datetime import timedelta

import pytest

from spark import clock
from tests.story import last_event
from tests.training.systems import System, codes, system
from tests.training.trials.studio import Studio

__all__ = ["system"]


@pytest.fixture
def studio(world) -> Studio:
    return Studio(world)


def keys(rows: list[dict]) -> list[int]:
    return [row["id"] for row in rows]


def test_a_trial_as_the_campus_sees_it(studio, system):
    trial = studio.trial()
    (row,) = system.found("trials")
    assert row == system("GET", f"trials/{trial.pk}").json()
    day = studio.day(2).isoformat()
    assert row | {"updated_at": ""} == {
        "id": trial.pk,
        "candidate": trial.candidate_id,
        "campus": "ZJYY",
        "direction": "comprehensive",
        "campaign": {
            "id": studio.campaign.pk,
            "name_zh": "秋季试播赛",
            "name_en": "Autumn trials",
            "starts_on": studio.day(0).isoformat(),
            "ends_on": studio.day(20).isoformat(),
        },
        "round": {
            "id": studio.round.pk,
            "number": 1,
            "starts_on": studio.day(0).isoformat(),
            "ends_on": studio.day(13).isoformat(),
        },
        "base": {"code": "YYJD", "name_zh": "育英基地", "name_en": "Yuying base"},
        "room": {"id": studio.room.pk, "name_zh": "星选一间", "name_en": "Studio"},
        "seat": 1,
        "starts_at": f"{day}T10:00:00+08:00",
        "ends_at": f"{day}T11:00:00+08:00",
        "confirm_by": f"{studio.day(1).isoformat()}T10:00:00+08:00",
        "state": "planned",
        "state_since": clock.local(trial.state_since).isoformat(),
        "went_live_at": None,
        "ended_at": None,
        "updated_at": "",
    }


def test_nothing_is_told_before_it_is_published(studio, system):
    plan, candidate = studio.draft(), studio.world.candidate("competing")
    system.follow()
    studio.place(plan, candidate, studio.slot())
    assert (system.found("trials"), system.follow()) == ([], [])
    studio.publish(plan)
    (row,) = system.found("trials")
    change, message = system.follow()
    assert change == ("trials", "trials.publish", row["id"])
    assert message[:2] == ("messages", "message.plan-published")


def test_another_campuss_trials_are_not_there(studio, world, system):
    theirs = studio.trial(candidate=world.candidate("competing", campus=world.other))
    assert system.found("trials") == []
    for method, path in (("GET", ""), ("POST", "/confirm"), ("POST", "/decline")):
        found = system(method, f"trials/{theirs.pk}{path}", {"reason": "考试"})
        assert found.status_code == 404
    theirs.refresh_from_db()
    assert theirs.state == "planned"
    assert keys(System(world, world.other).found("trials")) == [theirs.pk]


def test_a_trial_is_confirmed_and_declined_by_its_campus(studio, system):
    trial = studio.trial()
    system.follow()
    confirmed = system("POST", f"trials/{trial.pk}/confirm")
    assert (confirmed.status_code, confirmed.json()["state"]) == (200, "confirmed")
    assert system("POST", f"trials/{trial.pk}/confirm").status_code == 409
    unsaid = system("POST", f"trials/{trial.pk}/decline", {"reason": " "})
    assert (unsaid.status_code, codes(unsaid)) == (400, ["#/reason"])
    given = {"reason": "期末考试"}
    declined = system("POST", f"trials/{trial.pk}/decline", given)
    assert (declined.status_code, declined.json()["state"]) == (200, "cancelled")
    assert last_event(trial) == {
        "verb": "trials.decline",
        "actor": system.app.service_user_id,
        "reason": "期末考试",
    }
    *changes, message = system.follow()
    assert changes == [
        ("trials", "trials.confirm", trial.pk),
        ("trials", "trials.decline", trial.pk),
    ]
    assert message[:2] == ("messages", "message.trial-cancelled")


def test_who_saw_an_older_plan_does_not_confirm_the_new_one(studio, system):
    trial, plan = studio.trial(), studio.draft(empty=True)
    seen = system("GET", f"trials/{trial.pk}")["ETag"]
    studio.place(plan, trial.candidate, studio.slot(3))
    studio.publish(plan)
    late = system("POST", f"trials/{trial.pk}/confirm", if_match=seen)
    assert late.status_code == 412
    assert late.json()["current"]["starts_at"].startswith(studio.day(3).isoformat())


def test_what_stands_against_a_trial_is_the_offices_matter(studio, system):
    trial = studio.trial()
    system.follow()
    studio.walk(trial, "against")
    told = {type_ for resource, type_, _id in system.follow() if resource == "trials"}
    assert told == set()


def test_a_list_of_trials_is_narrowed_and_ordered(studio, world, system):
    early, late = studio.trial(), studio.trial(slot=studio.slot(4, "14:00"))
    studio.walk(late, "confirmed")
    day = studio.day
    for query, wanted in {
        "": [late, early],
        "sort=starts": [early, late],
        "sort=-starts": [late, early],
        f"candidate={early.candidate_id}": [early],
        "state=confirmed": [late],
        "state=confirmed&state=planned": [late, early],
        "state=live": [],
        f"from={day(3)}": [late],
        f"until={day(3)}": [early],
        f"from={day(2)}&until={day(4)}": [late, early],
        "campus=ZJYY&batch=hangzhou-2026-autumn&direction=comprehensive": [late, early],
    }.items():
        assert keys(system.found(f"trials?{query}")) == [t.pk for t in wanted], query
    late.refresh_from_db()
    since = clock.local(late.updated_at).isoformat().replace("+", "%2B")
    assert keys(system.found(f"trials?updated_since={since}")) == [late.pk]
    later = (clock.now() + timedelta(hours=1)).isoformat().replace("+", "%2B")
    assert system.found(f"trials?updated_since={later}") == []


@pytest.mark.parametrize(
    "query",
    [
        *("state=asleep", "batch=none", "campus=LJZY", "direction=up", "sort=name"),
        *("from=soon", "until=9999-12-31", "candidate=0", "room=1", "updated_since=x"),
    ],
)
def test_what_is_not_understood_is_named(studio, system, query):
    response = system("GET", f"trials?{query}")
    assert response.status_code == 400
    assert codes(response) == [query.partition("=")[0]]


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_the_same_for_one_and_for_three(
    studio, system, count, django_assert_num_queries
):
    for number in range(count):
        studio.trial(slot=studio.slot(2 + number))
    with django_assert_num_queries(2):
        assert len(system.found("trials")) == count
