"""The drawings of states in docs/states/."""

import os
import subprocess
import sys
from io import StringIO
from xml.etree import ElementTree

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django_fsm import FSMField

FOLDER = settings.BASE_DIR / "docs" / "states"
MACHINES = {
    model: moves
    for model in apps.get_models()
    for field in model._meta.fields
    if isinstance(field, FSMField) and (moves := list(field.get_all_transitions(model)))
}


def edges(model: type) -> set[tuple[str, str, str]]:
    """From, to and label of every arrow of the committed drawing."""
    drawn = ElementTree.parse(FOLDER / f"{model._meta.model_name}.svg")  # noqa: S314
    space = {"svg": "http://www.w3.org/2000/svg"}
    found = set()
    for group in drawn.iterfind(".//svg:g[@class='edge']", space):
        source, _, target = group.findtext("svg:title", "", space).partition("->")
        for label in group.iterfind("svg:text", space):
            found.add((source, target, label.text or ""))
    return found


def test_the_committed_drawings_are_up_to_date(tmp_path):
    call_command("graph_states", into=tmp_path, stdout=StringIO())
    drawn = {file.name: file.read_text() for file in tmp_path.iterdir()}
    kept = {file.name: file.read_text() for file in FOLDER.iterdir()}
    assert kept == drawn, "run manage.py graph_states and commit docs/states/"


def test_every_record_with_states_is_drawn_and_told_of():
    names = {f"{model._meta.model_name}.svg" for model in MACHINES}
    text = (settings.BASE_DIR / "docs" / "states.md").read_text()
    assert {file.name for file in FOLDER.iterdir()} == names
    assert {name for name in names if f"(states/{name})" not in text} == set()


@pytest.mark.parametrize("model", MACHINES, ids=lambda model: model.__name__)
def test_every_move_is_an_arrow_and_no_arrow_is_none(model):
    assert edges(model) == {
        (str(move.source), str(target), move.name)
        for move in MACHINES[model]
        for target in move.custom.get("targets") or [move.target]
    }


def test_drawing_starts_no_services(tmp_path):
    nowhere = tmp_path / "data"
    subprocess.run(
        [sys.executable, "manage.py", "graph_states", "--into", str(tmp_path / "out")],
        cwd=settings.BASE_DIR,
        env=os.environ | {"SPARK_ENV": "development", "SPARK_DATA": str(nowhere)},
        check=True,
        capture_output=True,
    )
    assert not nowhere.exists()
