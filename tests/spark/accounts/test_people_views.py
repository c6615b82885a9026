"""The office's pages about people: for the office alone, quick for many as for one."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from candidates.screening import actions as screening
from candidates.screening.models import Screening
from spark import clock
from spark.accounts.models import Role, User
from spark.accounts.people import actions, leaving
from tests.spark.accounts.letters import set_up_second_factor
from tests.story import record_of
from tests.world import World

WRONG = [
    *("role=nonsense", "state=nonsense", "q=%00", f"q={'x' * 61}", "Role=office"),
    *("q=a&q=b", "role=office&role=mentor", "state=off&role=nonsense"),
]
HTMX = {"HX-Request": "true"}
NEW = {
    "name": "许知南",
    "email": "New@test.spark",
    "role": "coordinator",
    "language": "zh-hans",
}


def invited(world: World, email: str = "new@test.spark") -> User:
    grants = [(Role.REVIEWER, None)]
    return actions.invite(
        actor=world.office, email=email, name="许知南", language="en", grants=grants
    )


def listed(client, query: str = "") -> set[str]:
    people = client.get(f"/people/{query}").context["people"]
    return {row["person"].email.partition("@")[0] for row in people}


# Who may ----------------------------------------------------------------------------


def test_the_pages_are_the_offices(world, client):
    grant = world.lin.role_grants.get().pk
    pages = {
        "/people/": (200, 403),
        "/people/invite/": (200, 403),
        f"/people/{world.lin.pk}/": (200, 404),
        f"POST /people/{world.lin.pk}/disable/": (422, 404),
        f"POST /people/{world.lin.pk}/roles/": (422, 404),
        f"POST /people/{world.lin.pk}/roles/{grant}/revoke/": (422, 404),
    }
    for name, user in world.people.items():
        client.force_login(user)
        for page, (of_office, of_others) in pages.items():
            method, _sep, url = page.rpartition(" ")
            response = client.post(url) if method else client.get(url)
            expected = of_office if name == "office" else of_others
            assert response.status_code == expected, (name, page)


def test_nobody_logged_in_is_sent_to_log_in(world, client):
    for url in ("/people/", f"/people/{world.lin.pk}/", "/people/invite/", "/me/"):
        assert client.get(url)["Location"] == f"/accounts/login/?next={url}"


def test_only_the_office_finds_people_in_the_navigation(world, client):
    seen = set()
    for name, user in world.people.items():
        client.force_login(user)
        if 'href="/people/"' in client.get("/").content.decode():
            seen.add(name)
    assert seen == {"office"}


# The list ---------------------------------------------------------------------------


def test_campus_systems_are_not_people(world, office):
    world.user("api", "教务系统", Role.CLIENT, world.campus)
    assert listed(office) == set(world.people) - {"api"}
    assert office.get(f"/people/{world.people['api'].pk}/").status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=林晓", {"lin"}),
        ("?q=MEI%40", {"mei"}),
        ("?q=nothing", set()),
        ("?role=coordinator", {"lin", "mei"}),
        ("?role=coordinator&q=林", {"lin"}),
        ("?state=invited", {"new"}),
        ("?state=expired", {"late"}),
        ("?state=off", {"off"}),
        ("?state=active&role=office", {"office"}),
        *((f"?{wrong}", set()) for wrong in WRONG),
    ],
)
def test_search_role_and_state_narrow_the_list(world, office, query, found):
    with time_machine.travel(clock.now() - timedelta(days=8)):
        invited(world, "late@test.spark")
    invited(world)
    world.user("off", "离职", Role.REVIEWER, is_active=False)
    assert listed(office, query) == found


@pytest.mark.parametrize("query", WRONG)
def test_a_condition_that_isnt_valid_says_so(world, office, query):
    answer = office.get(f"/people/?{query}")
    assert answer.context["form"].strays and 'role="alert"' in answer.text


def test_htmx_gets_the_rows_alone(world, office):
    assert b"<html" not in office.get("/people/", headers=HTMX).content


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_as_many_queries_for_many(
    world, office, rows, django_assert_num_queries
):
    for number in range(rows):
        world.user(f"c{number}", "数名", Role.COORDINATOR, world.campus, world.other)
    with django_assert_num_queries(6):
        assert len(listed(office, "?q=数名")) == rows


# One person -------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_a_person_takes_as_many_queries_for_many_roles(
    world, office, rows, django_assert_num_queries
):
    places = [world.college(f"X{n}", f"学院{n}", 10 + n) for n in range(rows)]
    person = world.user("many", "多校", Role.COORDINATOR, *places)
    for place in places[1:]:
        actions.grant_role(
            actor=world.office, pk=person.pk, role="reviewer", place=place
        )
    with django_assert_num_queries(14):
        assert office.get(f"/people/{person.pk}/").status_code == 200


def offered(client, person: User) -> set[str]:
    record = client.get(f"/people/{person.pk}/").context["record"]
    return {action["verb"] for action in record["actions"]}


def test_what_can_be_pressed_follows_the_state(world, office):
    assert offered(office, world.lin) == {"start-over", "disable"}
    assert offered(office, world.office) == set()
    new = invited(world)
    assert offered(office, new) == {"invite-again", "withdraw"}
    actions.withdraw_invitation(actor=world.office, pk=new.pk, reason="x")
    assert offered(office, new) == {"start-over"}
    leaving.disable(actor=world.office, pk=world.lin.pk, reason="x")
    assert offered(office, world.lin) == {"enable", "start-over"}


def test_one_cant_press_what_is_not_offered(world, office):
    response = office.post(f"/people/{world.lin.pk}/withdraw/", {"reason": "x"})
    assert response.status_code == 409
    assert office.post(f"/people/{world.lin.pk}/nonsense/").status_code == 409


def test_the_office_invites_with_a_role(world, office):
    url = "/people/invite/"
    response = office.post(url, NEW | {"place": f"campus:{world.campus.pk}"})
    person = User.objects.get(email="new@test.spark")
    assert response["Location"] == f"/people/{person.pk}/"
    grant = person.role_grants.get()
    assert (grant.role, grant.campus) == (Role.COORDINATOR, world.campus)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"place": ""}, "place"),
        ({"place": "none"}, "place"),
        ({"place": "team"}, "place"),
        ({"place": "campus:0"}, "place"),
        ({"role": "mentor"}, "place"),
        ({"role": "office"}, "place"),
        ({"role": "client"}, "role"),
        ({"email": "lin@test.spark"}, "email"),
        ({"email": "LIN@test.spark"}, "email"),
        ({"email": "lin"}, "email"),
        ({"name": ""}, "name"),
    ],
)
def test_a_bad_invitation_says_what_to_change(world, office, changes, field):
    given = NEW | {"place": f"campus:{world.campus.pk}"} | changes
    response = office.post("/people/invite/", given)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {field}
    assert not User.objects.filter(email="new@test.spark").exists()


def test_a_reviewers_campus_may_be_left_out(world, office):
    office.post("/people/invite/", NEW | {"role": "reviewer", "place": "none"})
    assert User.objects.get(email="new@test.spark").role_grants.get().place is None


def test_roles_are_given_and_taken_on_the_page(world, office):
    url = f"/people/{world.nobody.pk}/"
    place = {"role": "team", "place": f"team:{world.team.pk}"}
    assert office.post(f"{url}roles/", place)["Location"] == url
    grant = world.nobody.role_grants.get()
    response = office.post(f"{url}roles/{grant.pk}/revoke/", {"reason": "换岗"})
    assert response["Location"] == url
    assert not world.nobody.role_grants.exists()


def test_a_refused_role_is_shown_where_it_was_given(world, office):
    url = f"/people/{world.lin.pk}/roles/"
    given = {"role": "coordinator", "place": f"campus:{world.campus.pk}"}
    response = office.post(url, given, headers=HTMX)
    assert response.status_code == 409
    assert b"<html" not in response.content
    assert response.context["refusal"].code == "role-held"
    assert office.post(url, given).content.count(b"data-refusal>") == 1


def test_switching_off_asks_who_takes_over_only_if_something_is_open(world, office):
    second = world.user("second", "许评审", Role.REVIEWER)
    url = f"/people/{world.reviewer.pk}/disable/"
    candidate = world.candidate("waiting")
    ids = [record_of(Screening, candidate).pk]
    screening.open_review(actor=world.reviewer, ids=ids)
    assert office.post(url, {"reason": "调离"}, headers=HTMX).status_code == 422
    office.post(url, {"reason": "调离", "successor_id": second.pk})
    assert record_of(Screening, candidate).reviewer == second
    assert not User.objects.get(pk=world.reviewer.pk).is_active


def test_switching_off_without_open_work_takes_a_reason(world, office):
    url = f"/people/{world.lin.pk}/disable/"
    assert office.post(url, {"reason": ""}, headers=HTMX).status_code == 422
    response = office.post(url, {"reason": "调离"}, headers=HTMX)
    assert response["HX-Redirect"] == f"/people/{world.lin.pk}/"


def test_the_page_tells_what_happened_and_whether_two_steps_are_set_up(world, office):
    set_up_second_factor(world.lin)
    actions.grant_role(actor=world.office, pk=world.lin.pk, role="signing")
    context = office.get(f"/people/{world.lin.pk}/").context
    assert context["person"].second_factor
    assert [entry.who for entry in context["entries"]] == ["苏明远"]


def test_what_is_done_about_people_has_one_limit(world, office):
    grant = reverse("person-grant", args=[world.lin.pk])
    acts = (reverse("invite"), grant, f"/people/{world.lin.pk}/disable/")
    said = {office.post(url).status_code for _ in range(20) for url in acts}
    assert said == {422}
    assert {office.post(url).status_code for url in acts} == {429}
