"""Tokens: what they carry, and that they do no more than their client may now."""

from datetime import timedelta

import pytest
from oauth2_provider.models import get_access_token_model
from oauthlib.common import Request
from oauthlib.oauth2 import InvalidClientError

from spark import clock
from spark.accounts.models import Application, RoleGrant
from spark.accounts.oauth import ClientValidator
from tests.candidates.lists.test_api import ask
from tests.spark.rest.system import System


@pytest.fixture
def system(world) -> System:
    return System(world)


def now_is(client: Application, **fields) -> None:
    """The client as the office, or another process, has changed it meanwhile."""
    Application.objects.filter(pk=client.pk).update(**fields)


def names(answer) -> set[str]:
    return {row["name"] for row in answer.json()["results"]}


def test_what_a_client_may_no_more_its_older_token_may_not_either(system):
    now_is(system.app, scopes="records:act changes:read")
    refused = system.get("candidates")
    assert refused.status_code == 403
    assert refused.json()["code"] == "scope_missing"
    assert "candidates:read" in refused.json()["detail"]
    assert 'error="insufficient_scope"' in refused["WWW-Authenticate"]
    assert system.get("changes").status_code == 200


def test_what_a_client_may_newly_needs_a_new_token(world):
    system = System(world, scopes="changes:read")
    now_is(system.app, scopes="changes:read candidates:read")
    assert system.get("candidates").status_code == 403
    system.token = ask(system.client).json()["access_token"]
    assert system.get("candidates").status_code == 200


def test_a_token_is_asked_with_fewer_scopes_but_not_with_more(world, client):
    System(world, scopes="candidates:read changes:read")
    assert ask(client, scope="changes:read").json()["scope"] == "changes:read"
    refused = ask(client, scope="changes:read results:write")
    assert refused.status_code == 400
    said = refused.json()
    assert said["error"] == "invalid_scope"
    assert "may not ask for results:write;" in said["error_description"]
    assert "candidates:read changes:read" in said["error_description"]


def test_a_client_that_is_gone_is_unknown_with_its_tokens(system):
    Application.objects.filter(pk=system.app.pk).delete()
    assert system.get("candidates").status_code == 401
    assert ask(system.client).json()["error"] == "invalid_client"


def test_a_client_moved_to_another_campus_sees_that_alone_also_further_on(
    world, system
):
    for _ in range(2):
        world.candidate()
    there = world.candidate(campus=world.other).person.name
    further = system.get("candidates?page_size=1").json()["next"]
    grants = RoleGrant.objects.filter(user=system.app.service_user)
    grants.update(campus=world.other)
    assert names(system.get("candidates")) == {there}
    assert names(system.get(further)) <= {there}
    grants.delete()
    assert names(system.get("candidates")) == set()
    assert names(system.get(further)) == set()


def test_a_replaced_secret_is_good_until_its_end(system):
    renewed, kept = "renewed-secret", system.app.client_secret
    end = clock.now() + timedelta(hours=1)
    now_is(system.app, former_secret=kept, former_until=end)
    system.app.refresh_from_db()
    system.app.client_secret = renewed
    system.app.save()
    assert ask(system.client, secret=renewed).status_code == 200
    assert ask(system.client).status_code == 200
    assert ask(system.client, secret="neither").status_code == 401
    now_is(system.app, former_until=clock.now())
    assert ask(system.client).status_code == 401


@pytest.mark.parametrize(
    "meanwhile", [{"client_secret": "renewed"}, {"revoked_at": clock.now()}]
)
def test_no_token_is_kept_for_what_was_given_up_since_it_was_looked_at(
    system, meanwhile
):
    asked = Request("/oauth/token/")
    asked.client = Application.objects.get(pk=system.app.pk)
    now_is(system.app, **meanwhile)
    with pytest.raises(InvalidClientError):
        ClientValidator().save_bearer_token({}, asked)


def test_last_use_is_kept_at_most_once_a_minute(system):
    def used():
        return Application.objects.get(pk=system.app.pk).used_at

    asked = used()
    assert asked is not None
    system.get("candidates")
    assert used() == asked
    now_is(system.app, used_at=clock.now() - timedelta(minutes=1))
    system.get("candidates")
    assert used() > asked


def test_a_token_is_kept_as_a_hash(system):
    token = get_access_token_model().objects.get()
    assert system.token not in {token.token, token.token_checksum}
