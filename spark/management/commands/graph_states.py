"""Draws the states of every record into docs/states/, from its `@transition`s."""

import json
import os
import subprocess
import sys
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from unicodedata import east_asian_width

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import models
from django.utils import translation
from django_fsm import FSMField

FOLDER = settings.BASE_DIR / "docs" / "states"
PEN = Path(__file__).with_suffix(".mjs")
FONT = "Helvetica"  # the one sans-serif whose widths Graphviz knows by heart
SIZE = 12  # points
START = "●"


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--into", type=Path, default=FOLDER)

    def handle(self, *, into: Path, **options) -> None:
        with translation.override("zh-hans"):
            graphs = [
                {"file": f"{model._meta.model_name}.svg", "graph": graph(model, field)}
                for model, field in machines()
            ]
        into.mkdir(parents=True, exist_ok=True)
        for old in into.glob("*.svg"):
            old.unlink()
        for file, svg in _drawn(graphs).items():
            (into / file).write_text(svg)
            self.stdout.write(str(into / file))


def machines() -> Iterator[tuple[type[models.Model], FSMField]]:
    """Every model with its field of states; history's copies have no transitions."""
    for model in apps.get_models():
        for field in model._meta.fields:
            if isinstance(field, FSMField) and any(field.get_all_transitions(model)):
                yield model, field


def moves(model: type[models.Model], field: FSMField) -> dict[tuple, list[str]]:
    """The names of the transitions by where they lead from and to."""
    found = defaultdict(list)
    for move in field.get_all_transitions(model):
        for target in move.custom.get("targets") or [move.target]:
            found[str(move.source), str(target)].append(move.name)
    return {pair: sorted(found[pair]) for pair in sorted(found)}


def graph(model: type[models.Model], field: FSMField) -> dict:
    """The machine as Viz.js takes it, in the order of the field's choices."""
    pairs = moves(model, field)
    left = {source for source, _ in pairs}
    initial = str(field.get_default())
    states = [(str(value), str(label)) for value, label in field.flatchoices]
    start = {"name": START, "attributes": {"shape": "point", "width": 0.12}}
    return {
        "name": f"{model.__name__}.{field.name}",
        "graphAttributes": {"rankdir": "LR", "pad": 0.2, "bgcolor": "white"},
        "nodeAttributes": {"shape": "box", "style": "rounded", **_text()},
        "edgeAttributes": {"arrowsize": 0.7, **_text()},
        "nodes": [start]
        + [_node(value, label, final=value not in left) for value, label in states],
        "edges": [{"tail": START, "head": initial}]
        + [
            {"tail": source, "head": target, "attributes": {"label": "\n".join(names)}}
            for (source, target), names in pairs.items()
        ],
    }


def _text() -> dict:
    return {"fontname": FONT, "fontsize": SIZE}


def _node(value: str, label: str, *, final: bool) -> dict:
    # Graphviz takes Chinese characters for spaces: they are one font size wide.
    wide = sum(east_asian_width(letter) in "WF" for letter in label)
    return {
        "name": value,
        "attributes": {
            "label": f"{value}\n{label}",
            "width": (wide + 2) * SIZE / 72,
            "peripheries": 2 if final else 1,
        },
    }


def _drawn(graphs: list[dict]) -> dict[str, str]:
    """SVG by file; by the machine's Node.js, else the one among the Python packages."""
    own = os.path.dirname(sys.executable)
    path = os.pathsep.join([os.environ.get("PATH", ""), own])
    done = subprocess.run(  # noqa: S603 -- our own script
        ["/usr/bin/env", "node", str(PEN)],
        input=json.dumps(graphs),
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PATH": path},
    )
    return json.loads(done.stdout)
