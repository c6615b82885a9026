"""A campus system files papers, starts internships and says how they go on."""

import pytest

from candidates.incubation.models import Incubation
from tests.spark.rest.system import System
from tests.story import last_event, record_of, standing
from tests.world import World, papers


@pytest.fixture
def system(world: World) -> System:
    return System(world, scopes="candidates:read records:act")


def given(**changes) -> dict:
    on_file = papers(**changes)
    written = {name: str(v) for name, v in on_file.items() if name.endswith("_on")}
    more = {"insured_until": str(on_file["insured_until"])}
    return on_file | written | more | {"base": on_file["base"].code}


def test_a_system_files_papers_and_the_internship_starts(world, system):
    record = record_of(Incubation, world.candidate("paperwork"))
    response = system.post(f"incubations/{record.pk}/activate", given())
    assert response.status_code == 200, response.text
    shown = response.json()
    assert (shown["state"], shown["base"]) == ("active", world.base.code)
    assert (shown["pay_fen"], shown["mentor_name"]) == (300_000, "郭师傅")
    assert last_event(record)["actor"] == system.app.service_user.pk


def test_papers_that_fall_short_are_refused_by_the_pages_code(world, system):
    record = record_of(Incubation, world.candidate("paperwork"))
    lacking = {k: v for k, v in given().items() if k != "agreement_on"}
    response = system.post(f"incubations/{record.pk}/activate", lacking)
    assert response.status_code == 422
    assert response.json()["type"].startswith("urn:spark:refused:")
    turned = given() | {"ends_on": given()["starts_on"]}
    response = system.post(f"incubations/{record.pk}/activate", turned)
    assert response.status_code == 400
    assert [e["pointer"] for e in response.json()["errors"]] == ["#/ends_on"]
    assert standing(record.candidate) == ("incubation", "paperwork")


def test_a_system_says_how_the_internship_goes_on(world, system):
    record = record_of(Incubation, world.candidate("active"))
    one = f"incubations/{record.pk}"
    why = {"reason": "病假"}
    assert system.post(f"{one}/suspend", why).json()["state"] == "suspended"
    assert system.post(f"{one}/resume").json()["state"] == "active"
    corrected = given(policy_number="PZDS2026002")
    shown = system.post(f"{one}/correct-papers", corrected).json()
    assert shown["policy_number"] == "PZDS2026002"
    left = {"left_reason": "health", "reason": "声带手术"}
    assert system.post(f"{one}/leave", left).json()["state"] == "dropped"
    assert system.post(f"{one}/resume").status_code == 409


def test_another_colleges_internship_is_not_there(world, system):
    record = record_of(Incubation, world.candidate("active", campus=world.other))
    assert system.post(f"incubations/{record.pk}/resume").status_code == 404
