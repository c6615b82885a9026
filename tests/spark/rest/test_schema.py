"""The API's description: what every operation says of itself."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator

from candidates.screening.actions import leave
from spark.resources import RESOURCES
from spark.rest.telling import told

SCOPES = settings.OAUTH2_PROVIDER["SCOPES"]


class Operation(NamedTuple):
    name: str
    said: dict[str, Any]


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    with translation.override("en"):
        return SchemaGenerator().get_schema(request=None, public=True)


@pytest.fixture(scope="module")
def operations(schema) -> list[Operation]:
    """With the problems that are described once for all in their places."""
    shared = {
        f"#/components/responses/{name}": answer
        for name, answer in schema["components"]["responses"].items()
    }
    found = []
    for path, methods in schema["paths"].items():
        for method, said in methods.items():
            answers = said["responses"].items()
            whole = {s: shared.get(answer.get("$ref"), answer) for s, answer in answers}
            name = f"{method.upper()} {path}"
            found.append(Operation(name, said | {"responses": whole}))
    return found


def bodies(said: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Everything JSON that is sent or answered, with the status of answers."""
    sent, answered = said.get("requestBody", {}), said["responses"]
    for status, part in [("", sent), *answered.items()]:
        for kind, media in part.get("content", {}).items():
            if kind.endswith("json"):
                yield status, media


def test_it_is_valid_and_nothing_was_left_to_guess(tmp_path):
    file = str(tmp_path / "schema.yaml")
    call_command("spectacular", validate=True, fail_on_warn=True, file=file)


def test_every_operation_says_what_it_is_for(operations):
    names = {said["operationId"] for _, said in operations}
    assert len(names) == len(operations)
    for name, said in operations:
        summary, description = said["summary"], said["description"]
        assert 0 < len(summary) <= 120, name
        assert "Raises" not in description and "Args" not in description, name
        assert len(said["tags"]) == 1, name


def test_every_operation_needs_a_scope_that_clients_can_be_given(operations):
    for name, said in operations:
        for one in said["security"]:
            (scope,) = one["oauth2"]
            assert scope in SCOPES, name


def test_examples_are_of_the_shape_they_illustrate(schema, operations):
    for name, said in operations:
        for status, media in bodies(said):
            shape = media["schema"] | {"components": schema["components"]}
            found = Draft202012Validator(shape).iter_errors(media["example"])
            assert not [error.message for error in found], (name, status)


def test_every_error_has_its_codes(operations):
    for name, said in operations:
        errors = {s: a for s, a in said["responses"].items() if s >= "400"}
        wanted = {"400", "401", "403", "429", "503"}
        if "{" in name:
            wanted |= {"404"}
        if not name.startswith("GET"):
            wanted |= {"409", "422"}
        assert wanted <= set(errors), name
        for status, answer in errors.items():
            assert answer["x-codes"], (name, status)
            example = answer["content"]["application/problem+json"]["example"]
            assert example["status"] == int(status)


def test_refusals_are_those_that_the_verb_names(schema):
    said = schema["paths"]["/api/v1/screenings/{id}/leave"]["post"]
    codes = said["responses"]["409"]["x-codes"]
    assert set(told(leave.__doc__).refusals) < set(codes)
    assert {"leave-reason-unknown", "state-moved"} <= set(codes)


def test_headers_are_told_of_every_answer(schema, operations):
    known = {f"#/components/headers/{name}" for name in schema["components"]["headers"]}
    for name, said in operations:
        for status, answer in said["responses"].items():
            headers = answer["headers"]
            assert {"Request-Id", "RateLimit"} <= set(headers), (name, status)
            assert {header["$ref"] for header in headers.values()} <= known


def test_what_is_done_to_a_version_asks_for_it(schema):
    paths = schema["paths"]
    act = paths["/api/v1/screenings/{id}/receive-more"]["post"]["parameters"]
    assert {p["name"]: p["required"] for p in act}["If-Match"] is True
    read = paths["/api/v1/screenings/{id}"]["get"]["parameters"]
    assert {"If-None-Match", "fields"} < {parameter["name"] for parameter in read}


@pytest.mark.parametrize("name", [*RESOURCES, "changes"])
def test_pages_have_one_to_two_hundred_rows(schema, name):
    parameters = schema["paths"][f"/api/v1/{name}"]["get"]["parameters"]
    sizes = {p["name"]: p["schema"] for p in parameters}
    size = sizes["page_size"]
    assert (size["type"], size["minimum"], size["maximum"]) == ("integer", 1, 200)


def test_what_parameters_are_for_is_said_in_english(operations):
    said = {
        parameter.get("description", "")
        for operation in operations
        for parameter in operation.said.get("parameters", [])
    }
    assert not {text for text in said if re.search(r"[\u4e00-\u9fff]", text)}
