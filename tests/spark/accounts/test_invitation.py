"""The way in: sent by the office, good for a week and one use, written nowhere."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, connection, transaction

from spark import clock
from spark.accounts.models import Invitation, Role, RoleGrant, User
from spark.accounts.people import actions
from spark.accounts.scope import SYSTEM
from spark.errors import Refused
from spark.notifications.models import Message
from tests.spark.accounts.letters import letters_to, link_in
from tests.story import last_event, messages_sent, undone, who_may
from tests.world import World

EMAIL = "new@test.spark"
PASSWORD = "lan-tian-7-bai-yun"
FORM = {"name": "许知南", "password": PASSWORD, "again": PASSWORD}


def invite(world: World, **changes) -> User:
    given = {
        "email": EMAIL,
        "name": "许知南",
        "language": "zh-hans",
        "grants": [(Role.COORDINATOR, world.campus)],
    }
    return actions.invite(actor=world.office, **given | changes)


@pytest.fixture
def invited(world) -> User:
    return invite(world)


@pytest.fixture
def link(invited) -> str:
    (letter,) = letters_to(EMAIL)
    return link_in(letter)


def test_only_the_office_invites(world):
    def act(actor):
        invite_as(world, actor)

    assert who_may(world, act) == {
        "done": {"office"},
        "not-your-role": set(world.people) - {"office"},
    }


def invite_as(world: World, actor: User) -> User:
    grants = [(Role.REVIEWER, None)]
    return actions.invite(
        actor=actor, email=EMAIL, name="新人", language="en", grants=grants
    )


def test_somebody_invited_waits_with_roles_but_can_do_nothing(world, invited, client):
    assert not invited.is_active
    assert not invited.has_usable_password()
    assert list(invited.role_grants.values_list("role", "campus")) == [
        (Role.COORDINATOR, world.campus.pk)
    ]
    client.force_login(invited)
    assert client.get("/")["Location"].startswith("/accounts/login/")


def test_the_letter_says_who_as_what_and_until_when(world):
    invite(world, language="en")
    (letter,) = letters_to(EMAIL)
    assert "苏明远 invites you" in letter
    assert "Campus coordinator · Zjyy" in letter
    assert "/invitation/" in letter


def test_the_letter_is_in_the_language_of_whom_it_is_for(world):
    invite(world, language="zh-hans")
    (letter,) = letters_to(EMAIL)
    assert world.campus.name_zh in letter


def test_the_link_is_nowhere_but_in_the_letter(invited, link):
    token = link.split("/")[2]
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(
                f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s',
                [f"%{token}%"],
            )
            assert cursor.fetchone() == (0,), table


def test_opening_the_link_changes_nothing(client, invited, link):
    before = Invitation.objects.values().get()
    response = client.get(link)
    assert response.status_code == 200
    assert response["Referrer-Policy"] == "strict-origin"
    assert Invitation.objects.values().get() == before
    invited.refresh_from_db()
    assert not invited.is_active


def test_the_form_lets_in_logs_in_and_tells_who_invited(world, client, invited, link):
    response = client.post(link, FORM)
    assert response["Location"] == "/"
    assert client.get("/candidates/").status_code == 200
    invited.refresh_from_db()
    assert invited.is_active
    assert invited.check_password(PASSWORD)
    assert ("invitation-accepted", "office") in messages_sent()
    assert last_event(invited) == {
        "verb": "people.accept",
        "actor": invited.pk,
        "reason": "",
    }


def test_somebody_else_logged_in_there_is_logged_out(world, client, invited, link):
    client.force_login(world.office)
    client.post(link, FORM)
    assert int(client.session["_auth_user_id"]) == invited.pk


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"again": "something else"}, "again"),
        ({"password": "12345678", "again": "12345678"}, "password"),
        ({"name": ""}, "name"),
    ],
)
def test_a_bad_form_is_shown_again_and_lets_nobody_in(
    client, invited, link, changes, field
):
    response = client.post(link, FORM | changes)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {field}
    invited.refresh_from_db()
    assert not invited.is_active


def test_the_hint_names_the_length_that_is_wanted(client, invited, link):
    assert "至少 12 位" in client.get(link).text
    short, enough = "lan-tian-7a", "lan-tian-7ab"
    assert (
        client.post(link, FORM | {"password": short, "again": short}).status_code == 422
    )
    client.post(link, FORM | {"password": enough, "again": enough})
    invited.refresh_from_db()
    assert invited.check_password(enough)


def test_a_link_works_once(client, link):
    client.post(link, FORM)
    for response in (client.get(link), client.post(link, FORM)):
        assert response.status_code == 410
        assert response.context["refusal"].code == "invitation-used"


def test_a_link_works_for_a_week(client, link):
    with time_machine.travel(clock.now() + timedelta(days=6, hours=23)):
        assert client.get(link).status_code == 200
    with time_machine.travel(clock.now() + timedelta(days=7, seconds=1)):
        for response in (client.get(link), client.post(link, FORM)):
            assert response.status_code == 410
            assert response.context["refusal"].code == "invitation-expired"


def test_a_withdrawn_invitation_lets_nobody_in(world, client, invited, link):
    actions.withdraw_invitation(actor=world.office, pk=invited.pk, reason="写错了邮箱")
    response = client.post(link, FORM)
    assert response.status_code == 410
    assert response.context["refusal"].code == "invitation-withdrawn"
    invited.refresh_from_db()
    assert not invited.is_active


def test_a_letter_not_sent_yet_is_not_sent_after_withdrawing(world, invited):
    actions.withdraw_invitation(actor=world.office, pk=invited.pk, reason="写错了邮箱")
    assert letters_to(EMAIL) == []


def test_sent_again_only_the_newer_link_works(world, client, invited, link):
    actions.invite_again(actor=world.office, pk=invited.pk)
    _first, second = letters_to(EMAIL)
    assert client.get(link).status_code == 410
    assert client.get(link_in(second)).status_code == 200


def test_an_invented_link_opens_nothing(client, invited):
    response = client.get("/invitation/abc/")
    assert response.status_code == 404
    assert response.context["refusal"].code == "invitation-unknown"


def test_an_address_is_invited_once(world, invited):
    with pytest.raises(Refused) as refused:
        invite(world, email="NEW@test.spark")
    assert refused.value.code == "person-known"


def test_two_letters_at_once_leave_one_open_invitation(world, invited):
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(user=invited, expires_at=clock.now())


def test_many_tries_are_stopped(client, invited):
    tries = [client.post("/invitation/abc/", FORM).status_code for _ in range(21)]
    assert tries == [404] * 20 + [429]


def test_the_software_can_invite_the_first_of_the_office(db):
    invite_first()
    assert RoleGrant.objects.get().role == Role.OFFICE
    (letter,) = letters_to("boss@test.spark")
    assert "/invitation/" in letter


def invite_first() -> User:
    return actions.invite(
        actor=SYSTEM,
        email="boss@test.spark",
        name="苏明远",
        language="zh-hans",
        grants=[(Role.OFFICE, None)],
    )


def test_nothing_is_sent_if_the_invitation_fails(world):
    def act():
        invite(world, grants=[(Role.COORDINATOR, None)])

    assert undone(act) == "role-needs-place"
    assert not Message.objects.filter(kind="invitation").exists()
    assert mail.outbox == []
