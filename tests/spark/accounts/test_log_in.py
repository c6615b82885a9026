"""Password, second step, limits; and what nobody finds here."""

import logging
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils.module_loading import import_string

from spark.accounts.models import RoleGrant, User
from spark.logs import scrubbed
from tests.spark.accounts.letters import (
    code_of,
    letters_to,
    link_in,
    set_up_second_factor,
)

PASSWORD = "lan-tian-7-bai-yun"
WORLD_PASSWORD = "pw"
HTMX = {"HX-Request": "true"}
SET_UP = "/accounts/2fa/totp/activate/"


def log_in(client, name: str = "lin", password: str = WORLD_PASSWORD):
    given = {"login": f"{name}@test.spark", "password": password}
    return client.post("/accounts/login/", given)


def who(client) -> str:
    user = client.get("/me/").wsgi_request.user
    return user.email.partition("@")[0] if user.is_authenticated else ""


# Password ---------------------------------------------------------------------------


@pytest.fixture
def reset_link(world, client) -> str:
    client.post("/accounts/password/reset/", {"email": "lin@test.spark"})
    (letter,) = letters_to("lin@test.spark")
    return link_in(letter)


def test_a_forgotten_password_is_set_anew_by_a_letter(world, client, reset_link):
    page = client.get(reset_link, follow=True)
    url = page.redirect_chain[-1][0]
    assert url.endswith("-set-password/")
    given = {"password1": PASSWORD, "password2": PASSWORD}
    assert client.post(url, given).status_code == 302
    log_in(client, password=PASSWORD)
    assert who(client) == "lin"
    assert any("密码" in letter for letter in letters_to("lin@test.spark")[1:])


def test_a_reset_link_works_once(world, client, reset_link):
    url = client.get(reset_link)["Location"]
    client.post(url, {"password1": PASSWORD, "password2": PASSWORD})
    assert client.get(reset_link).context["token_fail"]


def test_the_answer_doesnt_tell_who_works_here(world, client):
    world.user("off", "离职", is_active=False)
    answers = []
    for name in ("lin", "stranger", "off"):
        response = client.post(
            "/accounts/password/reset/", {"email": f"{name}@test.spark"}
        )
        answers.append((response.status_code, response["Location"]))
        sent = letters_to(f"{name}@test.spark")
        assert len(sent) == (name == "lin")
    assert len(set(answers)) == 1


def test_letters_to_one_address_have_a_limit(world, client):
    said = [
        client.post("/accounts/password/reset/", {"email": "lin@test.spark"})
        for _ in range(4)
    ]
    assert [response.status_code for response in said] == [302, 302, 302, 429]


def test_a_changed_password_ends_other_sessions_and_is_told(world, client):
    other = type(client)()
    log_in(client)
    log_in(other)
    given = {"oldpassword": "pw", "password1": PASSWORD, "password2": PASSWORD}
    response = client.post("/accounts/password/change/", given)
    assert response["Location"] == "/me/"
    assert (who(client), who(other)) == ("lin", "")
    assert len(letters_to("lin@test.spark")) == 1


def test_guessing_a_password_is_stopped_even_with_the_right_one(world, client):
    for _ in range(5):
        log_in(client, password="wrong")
    log_in(client)
    assert who(client) == ""


def test_somebody_switched_off_is_told_so_only_with_the_right_password(world, client):
    world.user("off", "离职", is_active=False)
    assert log_in(client, "off", "wrong").status_code == 200
    assert log_in(client, "off")["Location"] == "/accounts/inactive/"
    assert client.get("/accounts/inactive/").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "signup/",
        "email/",
        "confirm-email/",
        "confirm-email/abc/",
        "password/set/",
        "login/code/confirm/",
    ],
)
def test_what_nobody_needs_here_is_not_there(world, client, path):
    for user in (None, world.office):
        if user:
            client.force_login(user)
        for answer in (client.get, client.post):
            assert answer(f"/accounts/{path}").status_code == 404


# The second step --------------------------------------------------------------------


def set_up(client) -> str:
    """Confirm the password, scan, enter the code; the app's secret."""
    client.post(f"/accounts/reauthenticate/?next={SET_UP}", {"password": "pw"})
    secret = client.get(SET_UP).context["form"].secret
    assert client.post(SET_UP, {"code": code_of(secret)}).status_code == 302
    return secret


def test_it_is_set_up_with_a_picture_the_policy_allows(world, client):
    log_in(client)
    assert "/reauthenticate/" in client.get(SET_UP)["Location"]
    client.post(f"/accounts/reauthenticate/?next={SET_UP}", {"password": "pw"})
    page = client.get(SET_UP)
    assert 'src="data:image/svg+xml;base64,' in page.content.decode()
    assert "img-src 'self' data:" in page["Content-Security-Policy"]


def test_afterwards_the_password_alone_opens_nothing(
    world, client, django_capture_on_commit_callbacks
):
    log_in(client)
    with django_capture_on_commit_callbacks(execute=True):
        secret = set_up(client)
    stranger = type(client)()
    assert log_in(stranger)["Location"] == "/accounts/2fa/authenticate/"
    assert who(stranger) == ""
    stranger.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert who(stranger) == ""
    stranger.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert who(stranger) == "lin"
    assert len(letters_to("lin@test.spark")) == 1


def test_a_spare_code_works_once(world, client):
    log_in(client)
    set_up(client)
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    for expected in ("lin", ""):
        stranger = type(client)()
        log_in(stranger)
        stranger.post("/accounts/2fa/authenticate/", {"code": codes[0]})
        assert who(stranger) == expected


def test_secrets_are_not_readable_at_rest(world):
    secret = set_up_second_factor(world.lin)
    assert secret not in str(Authenticator.objects.get().data)


def test_office_and_signing_officer_see_nothing_before_they_set_it_up(
    world, client, settings
):
    settings.REQUIRE_SECOND_FACTOR = True
    held = set()
    for name, user in world.people.items():
        client.force_login(user)
        answers = [client.get(url) for url in ("/", "/candidates/", "/me/")]
        if all(a.status_code == 302 and a["Location"] == SET_UP for a in answers):
            held.add(name)
        else:
            assert all(a.status_code != 302 for a in answers)
    assert held == {"office", "signing"}


def test_what_is_needed_to_set_it_up_stays_open(world, client, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    log_in(client, "office")
    assert client.get("/", headers=HTMX)["HX-Redirect"] == SET_UP
    language = {"language": "en", "next": "/accounts/login/"}
    assert client.post("/i18n/setlang/", language)["Location"] == language["next"]
    set_up(client)
    assert client.get("/people/").status_code == 200
    assert client.get("/accounts/2fa/recovery-codes/").status_code == 200
    assert client.post("/accounts/logout/")["Location"] == "/accounts/login/"


def test_who_must_have_it_cant_switch_it_off(world, client, settings):
    for name, left in (("lin", 0), ("office", 1)):
        settings.REQUIRE_SECOND_FACTOR = True
        log_in(client, name)
        set_up(client)
        client.post("/accounts/2fa/totp/deactivate/")
        user = world.people[name]
        assert Authenticator.objects.filter(user=user, type="totp").count() == left
        client.post("/accounts/logout/")


def test_a_code_is_guessed_five_times_at_most(world, client):
    secret = set_up_second_factor(world.lin)
    log_in(client)
    for _ in range(5):
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert who(client) == ""


# Logs -------------------------------------------------------------------------------


def logged(settings, event: object) -> str:
    given = dict(settings.LOGGING["formatters"]["structured"])
    formatter = import_string(given.pop("()"))(**given)
    record = logging.LogRecord("x", logging.WARNING, "", 0, event, (), None)
    return formatter.format(record)


@pytest.mark.parametrize(
    "path",
    [
        "/invitation/SECRET/",
        "/invitation/SECRET/?next=/",
        "/accounts/password/reset/key/2-SECRET/",
        reverse("invitation", args=["SECRET"]),
        reverse("portal-arrive", args=["SECRET"]),
        reverse("guardian-arrive", args=["SECRET"]),
    ],
)
def test_no_log_keeps_a_link_that_lets_in(settings, path):
    for event in (f"Not Found: {path}", {"event": "x", "request": f"GET {path}"}):
        line = logged(settings, event)
        assert "SECRET" not in line
        assert "***" in line
    event = {"request": {"url": f"https://spark.example.org{path}"}, "n": [path, 1]}
    assert "SECRET" not in str(scrubbed(event, {}))


# The first of all -------------------------------------------------------------------


def test_the_first_of_the_office_is_invited_from_the_machine(db):
    said = StringIO()
    call_command("invite", "boss@test.spark", "--name", "苏明远", stdout=said)
    assert "boss@test.spark" in said.getvalue()
    assert RoleGrant.objects.get().user == User.objects.get(name="苏明远")
    assert len(letters_to("boss@test.spark")) == 1
    with pytest.raises(CommandError):
        call_command("invite", "boss@test.spark", "--name", "苏明远")


def test_pages_and_cookies_are_sent_with_what_protects_them(world, client):
    page = log_in(client)
    assert page["X-Content-Type-Options"] == "nosniff"
    assert page["X-Frame-Options"] == "DENY"
    assert page["Referrer-Policy"] == "same-origin"
    assert "default-src 'self'" in client.get("/me/")["Content-Security-Policy"]
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
