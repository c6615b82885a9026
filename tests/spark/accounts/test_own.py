"""One's own page: roles, language, sessions, what one is told."""

import html
import re
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from oauth2_provider.models import get_access_token_model

from spark import clock
from spark.accounts import tasks
from spark.accounts.models import Role, User
from spark.notifications import outbox
from spark.notifications.models import Message, Preference
from tests.story import moment
from tests.world import World


@pytest.fixture
def lin(world, client):
    given = {"login": "lin@test.spark", "password": "pw"}
    client.post("/accounts/login/", given)
    return client


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_everybody_has_a_page(world, client):
    for user in world.people.values():
        client.force_login(user)
        page = client.get("/me/")
        assert page.status_code == 200
        assert user.email in page.content.decode()


def test_it_says_what_one_does_and_where(world, lin):
    page = lin.get("/me/").content.decode()
    assert str(world.campus) in page


def test_the_language_is_kept(world, lin):
    assert lin.post("/me/", {"language": "en"})["Location"] == "/me/"
    assert fresh(world.lin).language == "en"
    assert '<html lang="en"' in lin.get("/me/").content.decode()


def test_nobody_has_a_time_zone_of_their_own(world, lin):
    shown = lin.get("/me/").context["form"].visible_fields()
    assert {field.name for field in shown} == {"language", "key_shortcuts"}
    assert "time_zone" not in {field.name for field in User._meta.get_fields()}


def test_times_are_told_as_chinas_clocks_show_them(world, lin):
    candidate = world.candidate("waiting")
    Message.objects.create(
        kind="training-entered",
        to=world.lin,
        channel="in_app",
        subject="x",
        facts={"count": 1, "name": candidate.person.name},
        dedup_key="x",
        created_at=moment("2026-03-04 23:30"),
    )
    page = lin.get("/inbox/")
    (message,) = page.context["shown"]
    assert f"{message['when']:%H:%M}" == "23:30"
    assert "23:30" in page.content.decode()


def test_the_headers_switch_is_remembered_for_other_devices(world, lin, client):
    lin.post("/i18n/setlang/", {"language": "en", "next": "/"})
    assert fresh(world.lin).language == "en"
    other = type(client)()
    other.force_login(fresh(world.lin))
    assert '<html lang="en"' in other.get("/").content.decode()


@pytest.mark.parametrize("language", ["xx", ""])
def test_a_language_nobody_offers_changes_nothing(world, lin, language):
    lin.post("/i18n/setlang/", {"language": language, "next": "/"})
    assert fresh(world.lin).language == "zh-hans"


FORM = "/candidates/bulk/screening-enter/"


@pytest.mark.parametrize(
    ("sent_from", "leads"),
    [
        ("http://testserver/candidates/?sort=name", "/candidates/?sort=name"),
        ("", "/"),
        ("https://elsewhere.example.org/", "/"),
    ],
)
def test_the_headers_switch_on_a_page_that_a_form_led_to(world, lin, sent_from, leads):
    given = {"ids": [world.candidate().pk], "query": "stage=registered"}
    page = lin.post(FORM, given, headers={"Referer": sent_from})
    url = re.search(r'name="next" value="(.*?)"', page.content.decode())[1]
    answer = lin.post("/i18n/setlang/", {"next": html.unescape(url), "language": "en"})
    assert answer["Location"].removeprefix("http://testserver") == leads


def test_an_address_for_forms_opened_as_a_page_leads_home(lin):
    page = lin.get(FORM, headers={"Accept": "text/html,*/*"})
    assert (page.status_code, page["Location"]) == (302, "/")
    assert lin.get(FORM).status_code == 405


# Sessions ---------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_sessions_are_listed_in_as_many_queries(
    world, lin, rows, django_assert_num_queries
):
    for _ in range(rows - 1):
        log_in_elsewhere(lin)
    lin.get("/me/")
    with django_assert_num_queries(8):
        assert len(lin.get("/me/").context["sessions"]) == rows


def log_in_elsewhere(client):
    other = type(client)()
    given = {"login": "lin@test.spark", "password": "pw"}
    other.post("/accounts/login/", given)
    return other


def test_one_logs_out_everywhere_else_but_not_here(world, lin):
    other = log_in_elsewhere(lin)
    mei = type(lin)()
    mei.post("/accounts/login/", {"login": "mei@test.spark", "password": "pw"})
    lin.post("/me/sessions/end/")
    assert len(lin.get("/me/").context["sessions"]) == 1
    assert other.get("/me/").status_code == 302
    assert mei.get("/me/").status_code == 200


@pytest.mark.parametrize("ticked", [True, False])
def test_who_asks_for_it_stays_logged_in_for_a_month(world, client, ticked):
    given = {"login": "lin@test.spark", "password": "pw"}
    client.post("/accounts/login/", given | ({"remember": "on"} if ticked else {}))
    session = client.session
    assert session.get_expire_at_browser_close() is not ticked
    days = timedelta(seconds=session.get_expiry_age()).days
    assert days == (30 if ticked else 0)


def test_sessions_and_tokens_that_ended_are_forgotten(world, lin):
    log_in_elsewhere(lin)
    ended = Session.objects.exclude(session_key=lin.session.session_key)
    ended.update(expire_date=clock.now() - timedelta(seconds=1))
    for minutes in (-1, 1):
        get_access_token_model().objects.create(
            token_checksum=f"{minutes}",
            expires=clock.now() + timedelta(minutes=minutes),
        )
    tasks.forget()
    (kept,) = UserSession.objects.all()
    assert kept.session_key == lin.session.session_key
    assert lin.get("/me/").status_code == 200
    (token,) = get_access_token_model().objects.all()
    assert token.expires > clock.now()


# What one is told -------------------------------------------------------------------


def kinds(client) -> set[str]:
    return {row["kind"].name for row in client.get("/me/").context["switches"]}


def test_one_is_offered_what_ones_roles_are_told(world, client):
    client.force_login(world.manager)
    of_manager = kinds(client)
    client.force_login(world.lin)
    of_lin = kinds(client)
    assert "membership-opened" in of_manager - of_lin
    assert "screening-released" in of_lin - of_manager
    assert "role-granted" in of_lin & of_manager


def tell(world: World, kind: str) -> set[str]:
    """The channels by which lin is told something new."""
    before = set(Message.objects.values_list("pk", flat=True))
    outbox.put(
        kind,
        to=[world.lin, world.mei],
        subject=kind,
        dedup=str(clock.now()),
        facts={"count": 1, "name": "陈语桐"},
    )
    new = Message.objects.exclude(pk__in=before)
    assert new.filter(to=world.mei).count() == 2
    return set(new.filter(to=world.lin).values_list("channel", flat=True))


def test_what_is_switched_off_is_not_sent(world, lin):
    lin.post("/me/notifications/", {"on": ["training-entered:in_app"]})
    assert tell(world, "training-entered") == {"in_app"}
    assert tell(world, "contract-in-force") == set()
    lin.post("/me/notifications/", {"on": ["training-entered:email"]})
    assert tell(world, "training-entered") == {"email"}


def test_essential_ones_cant_be_switched_off(world, lin):
    lin.post("/me/notifications/", {"on": []})
    assert tell(world, "screening-released") == {"in_app", "email"}
    Preference.objects.create(
        person=world.lin, kind="screening-released", channel="email"
    )
    assert tell(world, "screening-released") == {"in_app", "email"}


def test_saving_doesnt_switch_off_what_was_not_on_the_page(world, lin):
    lin.post("/me/notifications/", {"on": []})
    off = set(Preference.objects.values_list("kind", flat=True))
    assert "invitation-accepted" not in off
    assert "training-entered" in off


def test_a_second_role_adds_its_kinds(world, client):
    both = world.user("both", "兼任", Role.COORDINATOR, world.campus)
    client.force_login(both)
    assert "invitation-accepted" not in kinds(client)
    both.role_grants.create(role=Role.OFFICE)
    assert "invitation-accepted" in kinds(client)
