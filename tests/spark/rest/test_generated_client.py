"""A typed Python client, made from the API's description alone, and at work."""

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator

from candidates.register.views.files import TYPES
from candidates.screening.models import Screening
from tests.candidates.clips.senders import PIECE
from tests.spark.rest.system import System
from tests.story import record_of
from tests.world import World

# To the generator, a workbook or a piece of a clip is bytes as any others.
BYTES = (TYPES[".xlsx"], PIECE)
SHEETS = {"content_type_overrides": dict.fromkeys(BYTES, "application/octet-stream")}
BIN = str(Path(sys.executable).parent)


def run(*command: str, place: Path) -> None:
    """A Python module as a program; the generator itself asks for ruff."""
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=place,
        env=os.environ | {"PATH": f"{BIN}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    """The folder with the client's package `spark_api`."""
    place = tmp_path_factory.mktemp("client")
    with translation.override("en"):
        schema = SchemaGenerator().get_schema(request=None, public=True)
    (place / "schema.json").write_text(json.dumps(schema))
    what = ("generate", "--path", "schema.json", "--output-path", "spark_api")
    how = ("--meta", "none", "--fail-on-warning", "--config", "sheets.json")
    (place / "sheets.json").write_text(json.dumps(SHEETS))
    run("openapi_python_client", *what, *how, place=place)
    return place


def test_its_types_hold(place):
    """Of what is made of our description; the frame is the generator's own."""
    ours = ("-p", "spark_api.api", "-p", "spark_api.models")
    run("mypy", "--strict", "--follow-imports", "silent", *ours, place=place)


def test_it_reads_and_acts(place, monkeypatch, transactional_db, live_server):
    world = World()
    record = record_of(Screening, world.candidate("in_review"))
    token = System(world).token
    monkeypatch.syspath_prepend(place)
    with part("client").AuthenticatedClient(live_server.url, token) as client:
        screening = part("models").CandidatesListStageItem.SCREENING
        candidates = part("api.candidates.candidates_list")
        page = candidates.sync(client=client, stage=[screening])
        assert [row.id for row in page.results] == [record.candidate_id]
        act = part("api.screenings.screenings_receive_more").sync_detailed
        answer = act(record.pk, client=client, if_match="*")
        assert (answer.status_code, answer.parsed.code) == (409, "state-moved")


def part(name: str) -> Any:
    return importlib.import_module(f"spark_api.{name}")
