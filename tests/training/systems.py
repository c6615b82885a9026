"""A campus's system with what training lets it do, for tests of the API."""

import json

import pytest
from django.test import Client

from spark.campuses.models import Campus
from tests.candidates.lists.test_api import application, ask
from tests.world import World

SCOPES = "candidates:read records:act trials:read trials:act changes:read"


class System:
    """Calls the API as the system of a campus; by `*` for whichever version."""

    def __init__(self, world: World, campus: Campus | None = None) -> None:
        campus = campus or world.campus
        self.service = application(world, campus, scopes=SCOPES).service_user
        self.client = Client()
        self.token = ask(self.client, campus.code).json()["access_token"]

    def __call__(self, method: str, path: str, given: object = None, **headers: str):
        return self.client.generic(
            method,
            f"/api/v1/{path}",
            "" if given is None else json.dumps(given),
            "application/json",
            headers={"Authorization": f"Bearer {self.token}", "If-Match": "*"}
            | headers,
        )

    def found(self, path: str) -> list[dict]:
        """The rows of a list."""
        response = self("GET", path)
        assert response.status_code == 200, response.text
        return response.json()["results"]

    def follow(self) -> list[tuple[str, str, int]]:
        """Resource, type and key of what changed since it was asked last."""
        place = getattr(self, "place", "")
        page = self("GET", f"changes?after={place}" if place else "changes").json()
        self.place = page["next"]
        return [(row["resource"], row["type"], row["id"]) for row in page["results"]]


@pytest.fixture
def system(world) -> System:
    return System(world)


def codes(response) -> list[str]:
    """What is wrong, by pointer or parameter."""
    errors = response.json()["errors"]
    return [error.get("pointer") or error["parameter"] for error in errors]
