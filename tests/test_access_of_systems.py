"""Every operation of the API, as each kind of client that must not get in.

Who gets in sees what tests/access_table.py says. A new operation is walked by itself.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver, resolve
from drf_spectacular.generators import SchemaGenerator

from spark import clock
from spark.accounts.clients import actions
from spark.accounts.models import Application
from tests.routes import routes
from tests.spark.rest.system import bearer_of
from tests.world import World

SCOPES = frozenset(settings.OAUTH2_PROVIDER["SCOPES"])
NO_OPERATIONS = {"api-reference", "api-schema"}


class Operation(NamedTuple):
    """One without a scope of its own is of rows that know theirs, such as a job."""

    method: str
    path: str
    scope: str

    def ask(self, client: Client, token: str | None):
        headers = {"If-Match": "*"}
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        path = re.sub(r"{\w+}", "1", self.path)
        return client.generic(
            self.method, path, "{}", "application/json", headers=headers
        )


@pytest.fixture(scope="module")
def operations() -> list[Operation]:
    paths = SchemaGenerator().get_schema(request=None, public=True)["paths"]
    return [
        Operation(method.upper(), path, _scope(said["security"]))
        for path, methods in paths.items()
        for method, said in methods.items()
    ]


def _scope(security: list[dict[str, list[str]]]) -> str:
    scopes = [scope for one in security for scope in one["oauth2"]]
    return scopes[0] if len(scopes) == 1 else ""


def test_every_address_of_the_api_is_walked(operations):
    walked = {resolve(re.sub(r"{\w+}", "1", one.path)).url_name for one in operations}
    known = {name for name in routes(get_resolver()) if name.startswith("api-")}
    assert walked == known - NO_OPERATIONS


def test_every_scope_is_of_some_operation(operations):
    assert {one.scope for one in operations} <= SCOPES | {""}


@dataclass
class System:
    """A client of the campus with all scopes, and a token of its first hour."""

    world: World

    def __post_init__(self) -> None:
        self.issued = actions.connect(
            actor=self.world.office,
            name="教务系统",
            purpose="",
            campus=self.world.campus,
            scopes=SCOPES,
        )
        self.application = self.issued.client
        self.token = bearer_of(self.application)
        self.client = Client()

    def act(self, verb: Callable, **given: object) -> None:
        verb(actor=self.world.office, pk=self.application.pk, **given)

    def change(self, **fields: object) -> None:
        """As another process does it."""
        Application.objects.filter(pk=self.application.pk).update(**fields)


@pytest.fixture
def system(world) -> System:
    return System(world)


def without_token(system: System) -> None:
    return None


def somebody_logged_in(system: System) -> None:
    system.client.force_login(system.world.office)


def invented(system: System) -> str:
    return "invented"


def expired(system: System) -> str:
    return bearer_of(system.application, expires=clock.now() - timedelta(seconds=1))


def disconnected(system: System) -> str:
    system.act(actions.disconnect, reason="换供应商")
    return system.token


def revoked(system: System) -> str:
    system.change(revoked_at=clock.now())
    return system.token


def leaked(system: System) -> str:
    system.act(actions.renew, leaked=True)
    return system.token


def switched_off(system: System) -> str:
    user = system.application.service_user
    user.is_active = False
    user.save()
    return system.token


def without_service_user(system: System) -> str:
    system.change(service_user=None)
    return system.token


def deleted(system: System) -> str:
    Application.objects.filter(pk=system.application.pk).delete()
    return system.token


@pytest.mark.parametrize(
    "kind",
    [
        *(without_token, somebody_logged_in, invented, expired, disconnected, leaked),
        *(revoked, switched_off, without_service_user, deleted),
    ],
)
def test_nobody_unknown_gets_in(system, operations, kind):
    token = kind(system)
    for operation in operations:
        answer = operation.ask(system.client, token)
        assert answer.status_code == 401, operation
        assert answer.json()["code"] in {"not_authenticated", "authentication_failed"}
        assert answer["WWW-Authenticate"].startswith("Bearer"), operation


def asked_without(system: System, scope: str) -> str:
    return bearer_of(system.application, " ".join(sorted(SCOPES - {scope})))


def narrowed_since(system: System, scope: str) -> str:
    system.change(scopes=" ".join(sorted(SCOPES - {scope})))
    return system.token


@pytest.mark.parametrize("kind", [asked_without, narrowed_since])
def test_every_other_scope_is_not_enough(system, operations, kind):
    for operation in with_a_scope(operations):
        answer = operation.ask(system.client, kind(system, operation.scope))
        assert answer.status_code == 403, operation
        assert answer.json()["code"] == "scope_missing", operation
        assert operation.scope in answer["WWW-Authenticate"]


def test_the_scope_that_is_described_is_all_it_takes(system, operations):
    for operation in with_a_scope(operations):
        token = bearer_of(system.application, operation.scope)
        answer = operation.ask(system.client, token)
        refused = answer.status_code in {401, 403} and answer.json()["code"]
        assert refused in {False, "not-your-role"}, operation
        assert answer.status_code < 500, operation


def with_a_scope(operations: list[Operation]) -> Iterator[Operation]:
    return (one for one in operations if one.scope)
