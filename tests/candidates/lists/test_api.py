"""A campus system at the API: its own candidates, by scope, and nothing else."""

import base64
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from oauth2_provider.models import get_access_token_model

from candidates.register.models import Candidate
from spark import clock
from spark.accounts.models import Application, Role
from spark.campuses.models import Campus
from tests.world import World

URL = "/api/v1/candidates"
SECRET = "a-secret-of-the-test"
PROBLEM = "application/problem+json"


def application(world: World, campus: Campus, **fields) -> Application:
    """A system of the campus, known by the campus's code."""
    service = world.user(f"api-{campus.code}", "教务系统", Role.CLIENT, campus)
    return Application.objects.create(
        client_id=campus.code,
        client_secret=SECRET,
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_CLIENT_CREDENTIALS,
        campus=campus,
        service_user=service,
        **fields,
    )


def ask(client: Client, name: str = "ZJYY", secret: str = SECRET, **data):
    """Ask for a token as RFC 6749 says."""
    basic = base64.b64encode(f"{name}:{secret}".encode()).decode()
    return client.post(
        "/oauth/token/",
        {"grant_type": "client_credentials"} | data,
        headers={"Authorization": f"Basic {basic}"},
    )


@pytest.fixture
def app(world) -> Application:
    return application(world, world.campus)


@pytest.fixture
def token(client, app) -> str:
    return ask(client).json()["access_token"]


def get(client: Client, url: str, token: str):
    return client.get(url, headers={"Authorization": f"Bearer {token}"})


def names(response) -> set[str]:
    assert response.status_code == 200, response.text
    return {row["name"] for row in response.json()["results"]}


def is_problem(response, status: int) -> dict:
    assert response.status_code == status
    assert response["Content-Type"] == PROBLEM
    body = response.json()
    assert body["status"] == status
    assert {"type", "title"} <= set(body)
    return body


def test_a_client_gets_a_token_for_what_it_may(client, app):
    response = ask(client)
    assert response.status_code == 200
    said = response.json()
    assert (said["token_type"], said["scope"], said["expires_in"]) == (
        "Bearer",
        "candidates:read",
        3600,
    )


def test_a_wrong_secret_or_a_scope_beyond_gets_none(client, app):
    assert ask(client, secret="guess").status_code == 401
    assert ask(client, scope="all:do").json()["error"] == "invalid_scope"
    assert not get_access_token_model().objects.exists()


def test_a_scope_that_no_call_takes_is_not_given(client, world):
    application(world, world.campus, scopes="candidates:read all:do")
    assert ask(client).json()["scope"] == "candidates:read"
    assert ask(client, scope="all:do").json()["error"] == "invalid_scope"


def test_who_guesses_secrets_is_stopped_by_address_and_by_client(client, app):
    by_address = [ask(client, f"guess{n}").status_code for n in range(31)]
    assert by_address == [401] * 30 + [429]
    stopped = ask(client)
    assert (stopped.status_code, stopped.json()["error"]) == (429, "slow_down")
    assert stopped["Retry-After"] == "60"


def test_a_client_is_not_guessed_from_many_addresses(client, app):
    said = [
        ask(Client(REMOTE_ADDR=f"10.0.0.{n}"), secret="guess").status_code
        for n in range(31)
    ]
    assert said == [401] * 30 + [429]


def test_neither_token_nor_secret_is_stored_readably(client, app, token):
    kept = []
    with connection.cursor() as cursor:
        for table in ("oauth2_provider_accesstoken", "accounts_application"):
            cursor.execute(f"SELECT row_to_json(t) FROM {table} t")
            kept += [str(row) for row in cursor.fetchall()]
    assert len(kept) == 2
    assert not any(token in row or SECRET in row for row in kept)


def test_a_campus_reads_its_own_candidates(client, world, token):
    own = {world.candidate().person.name, world.candidate("issued").person.name}
    world.candidate(campus=world.other)
    assert names(get(client, URL, token)) == own


def test_a_candidate_as_the_campus_sees_it(client, world, token):
    candidate = world.candidate("in_review")
    body = get(client, f"{URL}/{candidate.pk}", token).json()
    assert set(body) == {
        *("id", "name", "student_number", "campus", "batch", "direction"),
        *("department", "major", "class_name", "stage", "stage_since", "state"),
        *("state_since", "left_from", "left_reason", "updated_at"),
    }
    assert (body["campus"], body["stage"], body["state"]) == (
        "ZJYY",
        "screening",
        "in_review",
    )
    assert candidate.person.id_number not in str(body)
    assert candidate.phone not in str(body)


def test_another_campuss_candidate_does_not_exist(client, world, token):
    theirs = world.candidate(campus=world.other)
    for pk in (theirs.pk, theirs.pk + 1):
        is_problem(get(client, f"{URL}/{pk}", token), 404)


def test_a_token_without_the_scope_is_refused(client, token):
    get_access_token_model().objects.update(scope="given-up")
    is_problem(get(client, URL, token), 403)


def test_without_a_valid_token_nothing_is_shown(client, world, app):
    response = client.get(URL)
    is_problem(response, 401)
    assert response["WWW-Authenticate"].startswith("Bearer")
    is_problem(get(client, URL, "invented"), 401)


def test_a_session_is_no_token(client, world):
    client.force_login(world.office)
    is_problem(client.get(URL), 401)


def test_an_expired_token_is_refused(client, token):
    get_access_token_model().objects.update(expires=clock.now() - timedelta(seconds=1))
    is_problem(get(client, URL, token), 401)


@pytest.mark.parametrize("switched_off", ["inactive", "gone"])
def test_a_client_switched_off_is_refused(client, app, token, switched_off):
    if switched_off == "inactive":
        app.service_user.is_active = False
        app.service_user.save()
    else:
        app.service_user = None
        app.save()
    is_problem(get(client, URL, token), 401)


def test_a_clients_token_opens_no_page_for_people(client, world, token):
    response = get(client, "/candidates/", token)
    assert response.status_code == 302


def test_pages_by_cursor_show_everybody_once(client, world, token):
    everybody = {world.candidate().person.name for _ in range(5)}
    found, url = [], f"{URL}?page_size=2"
    while url:
        page = get(client, url, token).json()
        found += [row["name"] for row in page["results"]]
        url = page["next"]
    assert len(found) == len(everybody) == 5
    assert set(found) == everybody
    newest = Candidate.objects.latest("pk").person.name
    assert found[0] == newest


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_many(
    client, world, token, django_assert_num_queries, rows
):
    for _ in range(rows):
        world.candidate()
    with django_assert_num_queries(2):
        response = get(client, URL, token)
    assert len(names(response)) == rows


def test_what_a_resource_has_not_is_405(client, world, token):
    pk = world.candidate().pk
    bearer = {"Authorization": f"Bearer {token}"}
    for url, methods in (
        (URL, (client.put, client.patch, client.delete)),
        (f"{URL}/{pk}", (client.post, client.put, client.delete)),
    ):
        for method in methods:
            response = method(url, {}, "application/json", headers=bearer)
            is_problem(response, 405)


def test_the_schema_is_openapi_3_1_and_names_the_paths(client, capsys):
    response = client.get("/api/v1/schema", headers={"Accept": "application/json"})
    schema = response.json()
    assert schema["openapi"].startswith("3.1")
    screenings = "/api/v1/screenings/{id}/receive-more"
    assert {URL, f"{URL}/{{id}}", screenings} <= set(schema["paths"])
    flow = schema["components"]["securitySchemes"]["oauth2"]["flows"]
    assert flow["clientCredentials"]["tokenUrl"] == "/oauth/token/"
    paths = schema["paths"]
    for operation in (o for methods in paths.values() for o in methods.values()):
        assert "oauth2" in operation["security"][0]
    assert capsys.readouterr().err == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("accepted", "kind"),
    [
        ("*/*", "application/json"),
        ("application/vnd.oai.openapi", "application/vnd.oai.openapi"),
    ],
)
def test_the_schema_is_made_once_and_asked_for_again_by_its_tag(
    client, django_assert_num_queries, accepted, kind
):
    headers = {"Accept": accepted, "Accept-Language": "zh"}
    with django_assert_num_queries(0):
        response = client.get("/api/v1/schema", headers=headers)
    assert response["Content-Type"] == kind
    assert "Accept" in response["Vary"]
    assert "List candidates" in response.content.decode()
    known = headers | {"If-None-Match": response["ETag"]}
    assert client.get("/api/v1/schema", headers=known).status_code == 304
