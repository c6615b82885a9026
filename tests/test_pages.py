"""Every page as everybody, wherever somebody stands: shown, refused or absent."""

import pytest
from django.urls import reverse

from candidates.register.stages import ROAD
from tests.world import EVERYBODY

HTMX = {"HX-Request": "true"}
LISTS = [
    reverse(name)
    for name in ("home", "inbox", "candidate-list", "roster-send", "numbers")
    + tuple(f"{stage}-list" for stage in ROAD)
]


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_no_page_breaks_at_any_point_of_the_way(client, world, who):
    candidate = world.candidate()
    page = reverse("candidate-detail", args=[candidate.pk])
    client.force_login(world.people[who])
    found = {}
    for point in world.walk(candidate):
        found |= {(point, url): client.get(url) for url in (page, *LISTS[:1])}
    found |= {("end", url): client.get(url) for url in LISTS}
    found |= {("part", url): client.get(url, headers=HTMX) for url in LISTS[2:]}
    odd = {
        place: response.status_code
        for place, response in found.items()
        if response.status_code not in {200, 403, 404}
    }
    assert odd == {}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_are_in_the_language_of_the_person(client, world, language):
    candidate = world.candidate("active")
    world.office.language = language
    world.office.save()
    client.force_login(world.office)
    for url in (*LISTS, reverse("candidate-detail", args=[candidate.pk])):
        assert f'lang="{language}' in client.get(url).text.lower()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_name_that_isnt_ours_is_refused_whatever_is_sent(client, db, method):
    answer = getattr(client, method)("/", headers={"host": "elsewhere.example.org"})
    assert answer.status_code == 400
