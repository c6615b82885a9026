"""Systems as the office connects, changes and disconnects them, and who may see it."""

from datetime import timedelta
from functools import partial

import pytest
from django.test import Client

from spark import clock
from spark.accounts.buttons import offered
from spark.accounts.clients import actions, queries
from spark.accounts.clients.access import CLIENTS
from spark.accounts.clients.buttons import BUTTONS
from spark.accounts.models import Application, Role
from spark.accounts.scope import grants_of
from tests.candidates.lists.test_api import ask, get
from tests.story import outcome
from tests.world import EVERYBODY, World

ALL = ["candidates:read", "changes:read"]
LIST = "/api/v1/candidates"


def connected(world: World, name: str = "教务系统", **given) -> actions.Issued:
    """A system of the campus, as the office connects it."""
    asked = {"purpose": "每晚同步名册", "campus": world.campus, "scopes": ALL} | given
    return actions.connect(actor=world.office, name=name, **asked)


def token_of(issued: actions.Issued, secret: str = "") -> str | None:
    """A token for its id and secret, or for another secret; None if there is none."""
    name = issued.client.client_id
    answer = ask(Client(), name, secret or issued.secret)
    return answer.json().get("access_token")


def status(token: str | None) -> int:
    return get(Client(), LIST, str(token)).status_code


def test_a_campuss_system_acts_as_its_service_user_at_that_campus(world):
    issued = connected(world)
    service = issued.client.service_user
    assert grants_of(service).at(Role.CLIENT) == {world.campus.pk}
    assert not service.has_usable_password()
    world.candidate(), world.candidate(campus=world.other)
    page = get(Client(), LIST, token_of(issued)).json()
    assert [row["campus"] for row in page["results"]] == ["ZJYY"]


def test_the_programmes_system_acts_for_all_campuses(world):
    issued = connected(world, campus=None)
    world.candidate(), world.candidate(campus=world.other)
    page = get(Client(), LIST, token_of(issued)).json()
    assert {row["campus"] for row in page["results"]} == {"ZJYY", "LJZY"}


def test_the_secret_is_kept_as_a_hash(world):
    issued = connected(world)
    kept = Application.objects.get(pk=issued.client.pk)
    assert issued.secret not in {kept.client_secret, kept.former_secret}


def test_what_it_may_no_more_is_refused_at_once(world):
    issued = connected(world)
    token = token_of(issued)
    assert status(token) == 200
    change = partial(actions.change, actor=world.office, pk=issued.client.pk)
    change(purpose="只看变动", scopes=["changes:read"])
    assert status(token) == 403
    change(purpose="同步", scopes=ALL)
    assert status(token) == 200


def test_a_renewed_secret_leaves_the_old_one_and_tokens_a_day(world):
    issued = connected(world)
    token = token_of(issued)
    renewed = actions.renew(actor=world.office, pk=issued.client.pk, leaked=False)
    assert status(token) == 200
    assert token_of(renewed) and token_of(issued)
    until = queries.former_until(renewed.client)
    assert until and until - clock.now() <= timedelta(hours=24)
    Application.objects.update(former_until=clock.now())
    assert token_of(renewed) and not token_of(issued)


def test_a_leaked_secret_is_void_at_once_with_its_tokens(world):
    issued = connected(world)
    token = token_of(issued)
    renewed = actions.renew(actor=world.office, pk=issued.client.pk, leaked=True)
    assert status(token) == 401
    assert token_of(renewed) and not token_of(issued)


def test_a_system_disconnected_is_out_at_once_and_for_good(world):
    issued = connected(world)
    token = token_of(issued)
    off = {"actor": world.office, "pk": issued.client.pk, "reason": "换供应商"}
    actions.disconnect(**off)
    assert status(token) == 401
    assert token_of(issued) is None
    kept = Application.objects.get(pk=issued.client.pk)
    assert not kept.service_user.is_active
    assert offered(BUTTONS, CLIENTS, world.office, kept) == []
    again = {"actor": world.office, "pk": kept.pk}
    assert outcome(partial(actions.disconnect, **off)) == "state-moved"
    assert outcome(partial(actions.renew, **again, leaked=True)) == "state-moved"
    change = partial(actions.change, **again, purpose="x", scopes=ALL)
    assert outcome(change) == "state-moved"


def test_names_are_told_apart_while_in_use(world):
    first = connected(world)
    assert outcome(partial(connected, world)) == "client-known"
    actions.disconnect(actor=world.office, pk=first.client.pk, reason="x")
    assert connected(world).client.pk != first.client.pk


def test_history_tells_what_was_done_and_never_a_secret(world):
    issued = connected(world)
    renewed = actions.renew(actor=world.office, pk=issued.client.pk, leaked=False)
    actions.disconnect(actor=world.office, pk=issued.client.pk, reason="换供应商")
    entries = queries.history(issued.client)
    assert [str(entry.title) for entry in entries] == [
        "已断开",
        "密钥已更换",
        "系统已接入",
    ]
    assert {entry.who for entry in entries} == {"苏明远"}
    assert entries[0].reason == "换供应商"
    kept = str(list(Application.pgh_event_models["update"].objects.values()))
    assert issued.secret not in kept and renewed.client.client_secret not in kept


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_the_office_sees_all_a_coordinator_their_campuss(world, who):
    own, programme = connected(world).client, connected(world, "报表", campus=None)
    seen = {"office": {own, programme.client}, "lin": {own}}.get(who, set())
    assert set(queries.clients(world.people[who])) == seen
    off = partial(actions.disconnect, actor=world.people[who], reason="x")
    tried = {outcome(partial(off, pk=client.pk)) for client in (own, programme.client)}
    expected = {"office": {"done"}, "lin": {"not-your-role", "404"}}.get(who, {"404"})
    assert tried == expected
