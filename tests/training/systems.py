"""A campus's system as training's tests call it."""

import json

import pytest

from tests.spark.rest.system import System as AnySystem


class System(AnySystem):
    """By `If-Match: *`, unless headers say otherwise."""

    def __call__(self, method: str, path: str, given: object = None, **headers: str):
        return self.client.generic(
            method,
            self._url(path),
            "" if given is None else json.dumps(given),
            "application/json",
            headers=self._headers({"if_match": "*"} | headers),
        )

    def found(self, path: str) -> list[dict]:
        """The rows of a list."""
        response = self.get(path)
        assert response.status_code == 200, response.text
        return response.json()["results"]

    def follow(self) -> list[tuple[str, str, int]]:
        """Resource, type and key of what changed since it was asked last."""
        place = getattr(self, "place", "")
        page = self.get(f"changes?after={place}" if place else "changes").json()
        self.place = page["next"]
        return [(row["resource"], row["type"], row["id"]) for row in page["results"]]


@pytest.fixture
def system(world) -> System:
    return System(world)


def codes(response) -> list[str]:
    """What is wrong, by pointer or parameter."""
    errors = response.json()["errors"]
    return [error.get("pointer") or error["parameter"] for error in errors]
