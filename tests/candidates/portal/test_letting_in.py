"""A card and a code let a candidate in; neither does alone, and nothing leaks."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from candidates.portal import actions
from candidates.portal.models import PersonalLink
from candidates.register.models import Candidate
from spark import clock
from spark.audit import trail
from spark.errors import Refused

HOME = "/my/"


@pytest.fixture
def candidate(world) -> Candidate:
    return world.candidate("registered")


@pytest.fixture
def token(world, candidate) -> str:
    return actions.make_card(actor=world.lin, ids=[candidate.pk])[candidate.pk]


@pytest.fixture
def link(token) -> PersonalLink:
    return PersonalLink.objects.get(revoked_at=None)


def read_out(world, link: PersonalLink) -> str:
    return actions.read_out(actor=world.lin, pk=link.pk)


def enter(client: Client, token: str, code: str):
    return client.post("/p/", {"token": token, "code": code})


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def test_card_and_code_open_their_own_pages(client, world, candidate, token, link):
    response = enter(client, token, read_out(world, link))
    assert response.status_code == 302 and response["Location"] == HOME
    page = client.get(HOME)
    assert candidate.person.name in page.text and "no-store" in page["Cache-Control"]


def test_that_they_were_opened_is_in_history(client, world, candidate, token, link):
    enter(client, token, wrong(code := read_out(world, link)))
    titles = [one.title for one in trail.timeline(candidate, internal=True)]
    assert "打开了自己的页面" not in titles
    enter(client, token, code)
    entry = trail.timeline(candidate, internal=True)[0]
    assert (entry.title, entry.who) == ("打开了自己的页面", "候选人")


def test_looking_at_the_link_changes_nothing_and_tells_nobodys_name(
    client, candidate, token, link
):
    before = PersonalLink.objects.values().get(pk=link.pk)
    page = client.get(f"/p/{token}/")
    assert PersonalLink.objects.values().get(pk=link.pk) == before
    assert candidate.person.name not in page.text
    assert page["Referrer-Policy"] == "strict-origin"
    assert client.get("/p/unknown/").status_code == page.status_code == 200
    assert client.get(HOME).status_code == 401


def test_a_code_works_once(client, world, token, link):
    code = read_out(world, link)
    assert enter(client, token, code).status_code == 302
    assert enter(Client(), token, code).status_code == 422


def test_a_code_works_for_a_quarter_of_an_hour(world, token, link):
    code = read_out(world, link)
    later = clock.now() + actions.CODE_VALID
    assert actions.open_by(token, code, later) is None
    assert actions.open_by(token, code, later - timedelta(seconds=1)) == link


def test_another_code_ends_the_one_before(world, token, link):
    first = read_out(world, link)
    second = read_out(world, link)
    assert actions.open_by(token, first) is None or first == second
    assert actions.open_by(token, second)


def test_after_five_wrong_codes_the_right_one_is_wrong_too(world, token, link):
    code = read_out(world, link)
    for _ in range(actions.CODE_TRIES):
        assert actions.open_by(token, wrong(code)) is None
    assert actions.open_by(token, code) is None
    assert actions.open_by(token, read_out(world, link))


def test_twenty_wrong_codes_lock_that_card_and_no_other(world, token, link):
    other = world.candidate("registered")
    made = actions.make_card(actor=world.lin, ids=[other.pk])
    for _ in range(actions.LOCKED_AFTER):
        actions.open_by(token, wrong(read_out(world, link)))
    link.refresh_from_db()
    assert link.locked_at
    with pytest.raises(Refused) as refused:
        read_out(world, link)
    assert refused.value.code == "portal-link-locked"
    beside = PersonalLink.objects.get(candidate=other)
    assert actions.open_by(made[other.pk], read_out(world, beside))


@pytest.mark.parametrize("end", ["revoked", "new card", "expired"])
def test_an_ended_card_opens_nothing_and_closes_what_is_open(
    client, world, token, link, end
):
    enter(client, token, read_out(world, link))
    assert client.get(HOME).status_code == 200
    if end == "revoked":
        actions.revoke(actor=world.lin, ids=[link.pk])
    elif end == "new card":
        actions.make_card(actor=world.lin, ids=[link.candidate_id])
    else:
        PersonalLink.objects.update(expires_at=clock.now())
    assert client.get(HOME).status_code == 401
    assert actions.open_by(token, "000000") is None


def test_they_can_close_their_pages(client, world, token, link):
    enter(client, token, read_out(world, link))
    client.post("/my/leave/")
    assert client.get(HOME).status_code == 401


def test_token_and_code_are_kept_nowhere(world, token, link):
    code = read_out(world, link)
    actions.open_by(token, code)
    with connection.cursor() as cursor:
        for table in ("candidates_personallink", "candidates_personallinkevent"):
            cursor.execute(f"SELECT string_agg(t::text, '|') FROM {table} t")
            kept = cursor.fetchone()[0]
            assert token not in kept and f",{code}," not in kept


def test_only_the_college_and_the_office_make_cards(world, candidate, client):
    url = reverse("candidate-card-act", args=[candidate.pk, "make-card"])
    for person, status in {
        "lin": 200,
        "office": 200,
        "mei": 404,
        "reviewer": 404,
        "mentor": 404,
    }.items():
        client.force_login(world.people[person])
        assert client.post(url).status_code == status, person


def test_the_page_shows_the_address_once_and_a_code_on_record(client, world, candidate):
    client.force_login(world.lin)
    url = reverse("candidate-card", args=[candidate.pk])
    made = client.post(f"{url}make-card/")
    assert "/p/" in made.text and "data:image/svg+xml" in made.text
    assert "/p/" not in client.get(url).text
    read = client.post(f"{url}read-out/")
    assert 'class="b num"' in read.text
    story = client.get(reverse("candidate-detail", args=[candidate.pk])).text
    assert "Code read out" in story or "报出" in story
