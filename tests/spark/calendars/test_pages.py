"""The pages on which people follow calendars: staff's, and a candidate's own."""

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client

from candidates.portal.access import guest_of
from spark.calendars.models import Subscription
from tests.cards import let_in
from tests.spark.calendars.following import fetch, follow

ADDRESS = re.compile(r'<code id="calendar-address">(.*?)</code>')


@pytest.fixture
def lin(client: Client, world) -> Client:
    client.force_login(world.lin)
    return client


def path_on(page) -> str:
    (address,) = ADDRESS.findall(page.text)
    return urlsplit(address).path


def test_an_address_is_shown_once_to_copy_to_open_and_to_scan(lin, world):
    given = {"calendar": f"campus:{world.campus.pk}", "reminds": "on"}
    page = lin.post("/calendars/", given)
    path = path_on(page)
    assert fetch(path).status_code == 200
    assert 'data-copy="calendar-address"' in page.text
    assert f'href="webcal://testserver{path}"' in page.text
    assert "data:image/svg+xml" in page.text
    assert "no-store" in page["Cache-Control"]
    assert path not in lin.get("/calendars/").text


def test_it_reminds_only_who_wants_to_be(lin):
    for given, reminds in (({"reminds": "on"}, True), ({}, False)):
        lin.post("/calendars/", {"calendar": "own"} | given)
        assert Subscription.objects.latest("pk").reminds is reminds


@pytest.mark.parametrize("calendar", ["", "team:1", "campus:0", "own:1", "campus"])
def test_only_what_is_offered_can_be_followed(lin, calendar):
    assert lin.post("/calendars/", {"calendar": calendar}).status_code == 422
    assert not Subscription.objects.exists()


def test_another_colleges_is_not_offered(lin, world):
    page = lin.get("/calendars/").text
    assert f'value="campus:{world.campus.pk}"' in page
    assert f'value="campus:{world.other.pk}"' not in page
    given = {"calendar": f"campus:{world.other.pk}"}
    assert lin.post("/calendars/", given).status_code == 422


def test_too_many_are_refused_in_words(lin, world):
    for _time in range(20):
        follow(world.lin)
    page = lin.post("/calendars/", {"calendar": "own"})
    assert page.status_code == 409 and "20" in page.text
    assert not ADDRESS.findall(page.text)


def test_one_is_ended_and_its_address_is_empty(lin, world):
    path, pk = follow(world.lin), Subscription.objects.get().pk
    assert f"/calendars/{pk}/end/" in lin.get("/calendars/").text
    assert lin.post(f"/calendars/{pk}/end/").status_code == 302
    assert f"/calendars/{pk}/end/" not in lin.get("/calendars/").text
    assert fetch(path).status_code == 404


def test_what_isnt_open_any_more_says_so(lin, world):
    follow(world.lin, "campus", world.campus)
    world.user("next", "接班人", "coordinator", world.other)
    world.lin.role_grants.update(campus=world.other)
    assert "已无权查看" in lin.get("/calendars/").text


@pytest.mark.parametrize("rows", [1, 3])
def test_as_many_calendars_as_there_are_take_as_many_queries(
    lin, world, django_assert_num_queries, rows
):
    for _time in range(rows):
        follow(world.lin)
        follow(world.lin, "campus", world.campus)
    lin.get("/calendars/")
    with django_assert_num_queries(7):
        assert lin.get("/calendars/").text.count("/end/") == 4 * rows


def test_a_candidate_has_their_own_on_their_phone(client, world):
    candidate = world.candidate("active")
    let_in(client, candidate.pk)
    page = client.post("/my/calendars/", {"calendar": "own", "reminds": "on"})
    path = path_on(page)
    assert fetch(path).status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert Subscription.objects.get().key == candidate.pk
    pk = Subscription.objects.get().pk
    assert client.post(f"/my/calendars/{pk}/end/").status_code == 302
    assert fetch(path).status_code == 404


def test_a_candidate_ends_nobody_elses(client, world):
    candidate, other = world.candidate("active"), world.candidate("active")
    path = follow(guest_of(other))
    let_in(client, candidate.pk)
    pk = Subscription.objects.get().pk
    assert client.post(f"/my/calendars/{pk}/end/").status_code == 404
    assert fetch(path).status_code == 200
    client.force_login(world.lin)
    assert client.post(f"/calendars/{pk}/end/").status_code == 404
