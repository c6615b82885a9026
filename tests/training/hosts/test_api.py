"""Campuses' systems say when their people can come, and enter filings."""

from datetime import time
from importlib import import_module
from urllib.parse import quote

import pytest
from django.db import connection

from candidates.register.models import Candidate
from spark import clock
from tests.story import last_event
from tests.training.systems import System, codes, system
from tests.world import passed_test
from training.hosts.models import Permit, Week

__all__ = ["system"]
FREE = {"kind": "free", "weekday": 0, "starts_at": "14:00:00", "ends_at": "18:00:00"}
LATE = {"kind": "free", "weekday": 6, "starts_at": "20:00:00", "ends_at": "00:00:00"}
FILING = {"kind": "filing", "reference": "杭教备7", "valid_from": "2026-11-01"}


@pytest.fixture
def host(world) -> Candidate:
    return world.candidate("competing")


@pytest.fixture
def theirs(world) -> Candidate:
    return world.candidate("competing", campus=world.other)


@pytest.fixture
def filing(host) -> Permit:
    passed_test(host.pk, kind="filing", score=None, reference="杭教备6")
    return host.permits.get(kind="filing")


def test_a_week_is_replaced_as_a_whole(world, host, system):
    path = f"weeks/{host.pk}"
    assert system.get(path).json() == {
        "id": host.pk,
        "student_number": host.student_number,
        "times": [],
        "updated_at": None,
    }
    system.follow()
    first = system("PATCH", path, {"times": [FREE]})
    told = system("PATCH", path, {"times": [LATE, FREE]})
    assert (told.status_code, told.json()["times"]) == (200, [FREE, LATE])
    assert told.json()["updated_at"] > first.json()["updated_at"]
    assert system.follow() == [("weeks", "trials.set-week", host.pk)] * 2
    changed = system("PATCH", path, {"times": [LATE]})
    assert changed.json()["times"] == [LATE]
    assert host.weekly_times.get().ends_at == time(0)
    assert system("PATCH", path, {"times": []}).json()["times"] == []


def test_times_that_touch_become_one(host, system):
    longer = FREE | {"starts_at": "18:00:00", "ends_at": "19:00:00"}
    told = system("PATCH", f"weeks/{host.pk}", {"times": [longer, FREE]})
    assert told.json()["times"] == [FREE | {"ends_at": "19:00:00"}]


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({}, ["#/times"]),
        ({"times": "always"}, ["#/times"]),
        ({"times": [FREE] * 71}, ["#/times"]),
        ({"times": [FREE | {"ends_at": "13:00"}]}, ["#/times/0/ends_at"]),
        ({"times": [FREE | {"weekday": 7}]}, ["#/times/0/weekday"]),
        ({"times": [FREE | {"kind": "busy"}]}, ["#/times/0/kind"]),
        ({"times": [FREE, FREE | {"weekday": None}]}, ["#/times/1/weekday"]),
        ({"times": [FREE, FREE | {"starts_at": "15:00"}]}, ["#/times/1/starts_at"]),
    ],
)
def test_a_week_that_cannot_be_is_refused_where_it_is_wrong(host, system, given, wrong):
    response = system("PATCH", f"weeks/{host.pk}", given)
    assert response.status_code == 400
    assert codes(response) == wrong
    assert not host.weekly_times.exists()


def test_who_saw_an_older_week_does_not_overwrite_the_new_one(host, system):
    path = f"weeks/{host.pk}"
    seen = system.get(path)["ETag"]
    system("PATCH", path, {"times": [FREE]})
    late = system("PATCH", path, {"times": []}, if_match=seen)
    assert (late.status_code, late.json()["current"]["times"]) == (412, [FREE])


def test_a_filing_is_entered_and_corrected(world, host, system):
    system.follow()
    made = system("POST", "permits", FILING | {"candidate": host.pk})
    (pk,) = host.permits.filter(kind="filing").values_list("pk", flat=True)
    assert (made.status_code, made["Location"]) == (201, f"/api/v1/permits/{pk}")
    expected = FILING | {"id": pk, "candidate": host.pk, "category": None}
    expected |= {"score": None, "valid_until": None, "holds": True}
    expected |= {"updated_at": made.json()["updated_at"]}
    assert made.json() == system.get(made["Location"]).json() == expected
    later = {"valid_until": "2027-06-30", "reference": " 杭教备８ "}
    changed = system("PATCH", f"permits/{pk}", later)
    assert changed.json() == expected | {
        "valid_until": "2027-06-30",
        "reference": "杭教备8",
        "updated_at": changed.json()["updated_at"],
    }
    assert changed.json()["updated_at"] > expected["updated_at"]
    (row,) = host.permits.filter(kind="filing")
    assert last_event(row) == {
        "verb": "trials.change-permit",
        "actor": system.app.service_user_id,
        "reason": "",
    }
    assert system.follow() == [
        ("permits", "trials.enter-permit", pk),
        ("permits", "trials.change-permit", pk),
    ]


def test_a_filing_is_taken_off_by_who_saw_it_as_it_is(host, filing, system):
    path = f"permits/{filing.pk}"
    seen = system.get(path)["ETag"]
    system("PATCH", path, {"reference": "杭教备9"})
    system.follow()
    late = system("DELETE", path, {}, if_match=seen)
    assert (late.status_code, late.json()["current"]["reference"]) == (412, "杭教备9")
    gone = system("DELETE", path, {}, if_match=system.get(path)["ETag"])
    assert (gone.status_code, gone.content) == (204, b"")
    assert system.get(path).status_code == 404
    assert system.follow() == [("permits", "trials.remove-permit", filing.pk)]
    assert not host.permits.filter(kind="filing").exists()


def test_tests_and_licences_are_the_offices(host, system):
    test = {"kind": "compliance", "score": 100, "valid_from": "2026-11-01"}
    made = system("POST", "permits", test | {"candidate": host.pk})
    assert (made.status_code, made.json()["code"]) == (403, "not-your-role")
    permit = host.permits.get(kind="compliance")
    changed = system("PATCH", f"permits/{permit.pk}", {"score": 100})
    assert (changed.status_code, changed.json()["code"]) == (403, "not-your-role")
    removed = system("DELETE", f"permits/{permit.pk}")
    assert (removed.status_code, removed.json()["code"]) == (403, "not-your-role")
    assert system.get(f"permits/{permit.pk}").json()["score"] == 92


@pytest.mark.parametrize(
    ("given", "status", "wrong"),
    [
        ({"reference": " "}, 400, "#/reference"),
        ({"kind": "passport"}, 400, "#/kind"),
        ({"valid_from": "soon"}, 400, "#/valid_from"),
        ({"category": "none"}, 400, "#/category"),
        ({"candidate": 2**70}, 400, "#/candidate"),
        ({"valid_until": "2026-10-01"}, 422, "permit-incomplete"),
        ({"score": 90}, 422, "permit-incomplete"),
    ],
)
def test_a_permit_that_cannot_be_is_refused(host, system, given, status, wrong):
    response = system("POST", "permits", FILING | {"candidate": host.pk} | given)
    assert response.status_code == status
    said = codes(response) if status == 400 else [response.json()["code"]]
    assert said == [wrong]
    assert not host.permits.filter(kind="filing").exists()


def test_two_of_a_kind_do_not_begin_on_one_day(host, filing, system):
    other = system("POST", "permits", FILING | {"candidate": host.pk}).json()["id"]
    given = {"valid_from": filing.valid_from.isoformat()}
    response = system("PATCH", f"permits/{other}", given)
    assert (response.status_code, response.json()["code"]) == (409, "permit-there")


def test_another_campuss_files_are_not_there(world, theirs, system):
    passed_test(theirs.pk, kind="filing", score=None, reference="备1")
    filing = theirs.permits.get(kind="filing")
    assert (system.found("weeks"), system.found("permits")) == ([], [])
    for method, path, given in (
        ("GET", f"weeks/{theirs.pk}", None),
        ("PATCH", f"weeks/{theirs.pk}", {"times": []}),
        ("GET", f"permits/{filing.pk}", None),
        ("PATCH", f"permits/{filing.pk}", {"reference": "1"}),
        ("DELETE", f"permits/{filing.pk}", None),
    ):
        assert system(method, path, given).status_code == 404
    made = system("POST", "permits", FILING | {"candidate": theirs.pk})
    assert (made.status_code, codes(made)) == (400, ["#/candidate"])
    assert len(System(world, world.other).found("weeks")) == 1


def test_only_of_people_in_incubation_and_training(world, system):
    early, gone = world.candidate("in_review"), world.candidate("probation")
    assert system.found("weeks") == system.found("permits") == []
    for person in (early, gone):
        assert system.get(f"weeks/{person.pk}").status_code == 404
        made = system("POST", "permits", FILING | {"candidate": person.pk})
        assert codes(made) == ["#/candidate"]


def test_files_are_narrowed(host, filing, system):
    (week,) = system.found(f"weeks?candidate={host.pk}&campus=ZJYY")
    assert week["id"] == host.pk
    assert system.found(f"weeks?candidate={host.pk + 1}") == []
    (found,) = system.found(f"permits?candidate={host.pk}&kind=filing")
    assert found["id"] == filing.pk
    kinds = "kind=filing&kind=compliance&batch=hangzhou-2026-autumn"
    assert len(system.found(f"permits?{kinds}")) == 2
    assert codes(system.get("permits?kind=passport")) == ["kind"]
    assert codes(system.get("weeks?campus=LJZY")) == ["campus"]


def test_permits_that_changed_since_come_the_oldest_change_first(host, filing, system):
    since = quote(clock.now().isoformat())
    assert system.found(f"permits?updated_since={since}") == []
    other = system("POST", "permits", FILING | {"candidate": host.pk}).json()["id"]
    system("PATCH", f"permits/{filing.pk}", {"reference": "杭教备9"})
    found = system.found(f"permits?updated_since={since}&kind=filing")
    assert [row["id"] for row in found] == [other, filing.pk]


def test_weeks_that_changed_since_come_the_oldest_change_first(world, theirs, system):
    one, other, cleared, untouched = [world.candidate("competing") for _ in range(4)]
    for host in (one, other, cleared, untouched):
        system("PATCH", f"weeks/{host.pk}", {"times": [FREE]})
    never = world.candidate("competing")
    since = quote(clock.now().isoformat())
    path = f"weeks?updated_since={since}"
    assert system.found(path) == []
    system("PATCH", f"weeks/{other.pk}", {"times": [LATE]})
    system("PATCH", f"weeks/{cleared.pk}", {"times": []})
    system("PATCH", f"weeks/{one.pk}", {"times": [FREE, LATE]})
    system("PATCH", f"weeks/{untouched.pk}", {"times": [FREE]})
    System(world, world.other)("PATCH", f"weeks/{theirs.pk}", {"times": [FREE]})
    assert [row["id"] for row in system.found(path)] == [other.pk, cleared.pk, one.pk]
    assert never.pk in [row["id"] for row in system.found("weeks")]
    first = system.get(f"{path}&page_size=2").json()
    second = system.get(first["next"]).json()
    pages = [[row["id"] for row in page["results"]] for page in (first, second)]
    assert (pages, second["next"]) == ([[other.pk, cleared.pk], [one.pk]], None)
    back = system.get(second["previous"]).json()
    assert [row["id"] for row in back["results"]] == [other.pk, cleared.pk]
    assert codes(system.get("weeks?updated_since=yesterday")) == ["updated_since"]


def test_what_history_knows_of_weeks_is_filled_in(host, system):
    told = system("PATCH", f"weeks/{host.pk}", {"times": [FREE, LATE]}).json()
    Week.objects.all().delete()
    filling = import_module("training.migrations.0032_fill_weeks")
    with connection.cursor() as cursor:
        cursor.execute(filling.FILL)
    found = system.get(f"weeks/{host.pk}").json()["updated_at"]
    assert found[:19] == told["updated_at"][:19]


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_for_one_and_for_three(
    world, system, count, django_assert_num_queries
):
    for _ in range(count):
        host = world.candidate("competing")
        system("PATCH", f"weeks/{host.pk}", {"times": [FREE]})
    for name, queries in {"weeks": 3, "permits": 2}.items():
        with django_assert_num_queries(queries):
            assert len(system.found(name)) == count
