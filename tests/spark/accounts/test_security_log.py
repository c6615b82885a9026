"""Who got in, who did not, who opened what; and who guesses is held off alone."""

from datetime import timedelta

import pytest
from django.db import Error, connection, transaction
from django.test import override_settings

from spark import clock
from spark.accounts.models import RoleGrant
from spark.accounts.people import actions
from spark.accounts.security import log
from spark.accounts.security.models import SecurityEvent, SecurityKind
from tests.spark.accounts.letters import code_of

SET_UP = "/accounts/2fa/totp/activate/"
PASSWORD = "pw"
OFFICE, ELSEWHERE = "203.0.113.7", "198.51.100.9"


def log_in(client, password=PASSWORD, name="office", address=OFFICE):
    given = {"login": f"{name}@test.spark", "password": password}
    return client.post("/accounts/login/", given, REMOTE_ADDR=address)


def is_in(client) -> bool:
    return client.get("/me/").status_code == 200


# Held off ---------------------------------------------------------------------------


def test_who_guesses_from_elsewhere_keeps_nobody_out(world, client):
    log_in(client)
    client.post("/accounts/logout/")
    for _ in range(30):
        log_in(client, "wrong", address=ELSEWHERE)
    log_in(client)
    assert is_in(client)


def test_who_guesses_is_held_off_sooner_than_they_find_anything(
    world, client, time_machine
):
    time_machine.move_to(clock.now())
    for _ in range(60):  # once a minute, for an hour
        log_in(client, "wrong", address=ELSEWHERE)
        time_machine.shift(timedelta(minutes=1))
    failed = SecurityEvent.objects.filter(kind=SecurityKind.FAILED).count()
    assert failed == 10


def test_guesses_from_all_over_the_world_are_held_off_too(world, client):
    for number in range(40):
        log_in(client, "wrong", address=f"198.51.100.{number}")
    assert SecurityEvent.objects.filter(kind=SecurityKind.FAILED).count() == 20
    assert SecurityEvent.objects.filter(kind=SecurityKind.HELD).count() == 20


def test_an_address_made_up_in_a_header_is_not_believed(world, client):
    for number in range(20):
        given = {"login": "office@test.spark", "password": "wrong"}
        client.post("/accounts/login/", given, HTTP_X_FORWARDED_FOR=f"10.0.0.{number}")
    assert SecurityEvent.objects.filter(kind=SecurityKind.FAILED).count() == 5


# Written down -----------------------------------------------------------------------


def test_log_ins_are_written_down_with_where_from(world, client):
    log_in(client, "wrong")
    log_in(client)
    found = SecurityEvent.objects.order_by("pk")
    assert [(e.kind, e.user, e.address) for e in found] == [
        ("failed", world.office, OFFICE),
        ("log-in", world.office, OFFICE),
    ]
    assert found[1].request


def test_of_a_stranger_nothing_typed_is_kept(world, client):
    log_in(client, name="my-password-in-the-wrong-field")
    (event,) = SecurityEvent.objects.all()
    assert (event.kind, event.user, event.what) == ("failed", None, "")


def test_second_factors_and_wrong_codes_are_written_down(
    world, client, django_capture_on_commit_callbacks
):
    log_in(client)
    client.post(f"/accounts/reauthenticate/?next={SET_UP}", {"password": PASSWORD})
    secret = client.get(SET_UP).context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        client.post(SET_UP, {"code": code_of(secret)})
    client.post("/accounts/logout/")
    log_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    found = SecurityEvent.objects.filter(kind__in=["factor", "code"]).order_by("pk")
    assert [(event.kind, event.user) for event in found] == [
        ("factor", world.office),
        ("factor", world.office),  # spare codes came with it
        ("code", world.office),
    ]


def test_roles_are_written_down_with_whose(world):
    actions.grant_role(actor=world.office, pk=world.lin.pk, role="signing")
    grant = RoleGrant.objects.get(user=world.lin, role="signing")
    given = {"actor": world.office, "pk": world.lin.pk, "grant_id": grant.pk}
    actions.revoke_role(**given, reason="错了")
    found = SecurityEvent.objects.order_by("pk")
    assert [(e.kind, e.what, e.user, e.whom) for e in found] == [
        ("role", "people.grant", world.office, world.lin),
        ("role", "people.revoke", world.office, world.lin),
    ]


def test_what_was_refused_is_no_line(world):
    with pytest.raises(Exception, match="not-yourself"):
        actions.grant_role(actor=world.office, pk=world.office.pk, role="signing")
    assert not SecurityEvent.objects.exists()


def test_nobody_changes_it_and_it_is_kept_for_six_months(world, client):
    log_in(client)
    for statement in (
        "UPDATE accounts_securityevent SET kind = 'held'",
        "DELETE FROM accounts_securityevent",
    ):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    log.forget_old()
    assert SecurityEvent.objects.count() == 1


def test_what_is_old_is_forgotten(world):
    at = clock.now() - timedelta(days=401)
    SecurityEvent.objects.create(kind=SecurityKind.LOG_IN, user=world.lin, at=at)
    log.forget_old()
    assert not SecurityEvent.objects.exists()


# The page ---------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_as_much_for_three_lines_as_for_one(
    world, client, django_assert_num_queries, number
):
    client.force_login(world.office)
    for _ in range(number - 1):
        log.note(SecurityKind.EXPORT, world.lin, what="register.export")
    client.get("/security/")
    with django_assert_num_queries(5):
        client.get("/security/")


def test_the_office_narrows_it(world, client):
    client.force_login(world.office)
    log.note(SecurityKind.EXPORT, world.lin, what="register.export")
    page = client.get("/security/?kind=export&days=7&q=lin@").content.decode()
    assert world.lin.name in page and f"/people/{world.office.pk}/" not in page
    assert "没有" in client.get("/security/?kind=opened").content.decode()
    assert client.get("/security/?kind=nonsense").status_code == 200


# Sessions and passwords -------------------------------------------------------------


@pytest.mark.parametrize(("name", "stays"), [("office", False), ("lin", True)])
def test_who_may_do_most_is_logged_out_after_hours_of_nothing(
    world, client, time_machine, name, stays
):
    time_machine.move_to(clock.now())
    log_in(client, name=name)
    for _ in range(3):
        time_machine.shift(timedelta(hours=7))
        assert is_in(client)
    time_machine.shift(timedelta(hours=9))
    assert is_in(client) == stays


@override_settings(LANGUAGE_CODE="en")
def test_eleven_letters_are_too_few_for_a_password(world, client):
    client.force_login(world.lin)
    given = {
        "oldpassword": "pw",
        "password1": "lan-tian-7b",
        "password2": "lan-tian-7b",
    }
    client.post("/accounts/password/change/", given)
    assert not client.login(email="lin@test.spark", password="lan-tian-7b")


# Once more --------------------------------------------------------------------------


@pytest.mark.parametrize("htmx", [True, False])
def test_who_gives_a_role_enters_the_password_once_more(world, client, settings, htmx):
    settings.REAUTHENTICATE = True
    page = f"/people/{world.lin.pk}/"
    headers = {"HX-Request": "true", "HX-Current-URL": page} if htmx else {}
    given = {"role": "signing", "place": "none"}
    log_in(client)

    def grant():
        return client.post(f"{page}roles/", given, headers={"Referer": page} | headers)

    asking = grant()
    place = asking["HX-Redirect"] if htmx else asking["Location"]
    assert place == f"/accounts/reauthenticate/?next=%2Fpeople%2F{world.lin.pk}%2F"
    assert not world.lin.role_grants.filter(role="signing").exists()
    back = client.post(place, {"password": "pw", "next": page})
    assert back["Location"] == page
    grant()
    assert world.lin.role_grants.filter(role="signing").exists()


def test_who_opens_an_id_number_or_takes_a_list_does_too(world, client, settings):
    settings.REAUTHENTICATE = True
    candidate = world.candidate("registered")
    log_in(client)
    for url in (
        f"/candidates/{candidate.pk}/identity/open-number/",
        "/candidates/export/",
    ):
        answer = client.post(url, {"reason": "核对", "purpose": "contract"})
        assert "/reauthenticate/" in answer["Location"]
    assert not SecurityEvent.objects.filter(kind=SecurityKind.OPENED).exists()
