"""`manage.py solve_timetable`: files in, a file out, JSON on the last line."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from bench.timetables.invent import invented

MANAGE = Path(settings.BASE_DIR) / "manage.py"
NO_DATABASE = {"DATABASE_URL": "postgresql://nobody@nowhere.invalid/nothing"}


def solved(*arguments: object) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, MANAGE, "solve_timetable", *map(str, arguments)],
        env=os.environ | NO_DATABASE,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def instance(tmp_path) -> Path:
    path = tmp_path / "instance.json"
    path.write_text(json.dumps(invented("S", 2)))
    return path


def test_it_makes_a_plan_and_repairs_it(instance, tmp_path):
    plan, again, happened = (tmp_path / name for name in ("plan", "again", "event"))
    done = solved(instance, "--out", plan, "--seconds", 5)
    said = json.loads(done.stdout.splitlines()[-1])
    assert done.returncode == 0
    assert said["stopped_by"] in {"iterations", "time"}  # as fast as the machine is
    assert 80 < said["coverage"] <= said["bound_coverage"]
    assert said["mad"] >= said["bound_mad"]
    event = {
        **{"now_day": 1, "freeze_until_day": 2, "closed_rooms": [0]},
        **{"closed_from_day": 3, "withdrawn": [4]},
    }
    happened.write_text(json.dumps(event))
    more = ("--base", plan, "--event", happened)
    done = solved(instance, "--out", again, "--seconds", 1, *more)
    said = json.loads(done.stdout.splitlines()[-1])
    assert said["forced"] <= said["changes"] < 40
    kept = json.loads(again.read_text())["assignments"]
    assert not [row for row in kept if row[0] == 4 and row not in frozen(plan)]


def frozen(plan: Path) -> list:
    days = {row[0]: row[2] for row in invented("S", 2)["slots"]}
    rows = json.loads(plan.read_text())["assignments"]
    return [row for row in rows if days[row[1]] < 1]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"rules": {}}, "rules: 'night' is missing"),
        ({"slots": [[1, 77, 0, 600, 60, 5, 1, 0]]}, "slot 1: room 77 is unknown"),
        ({"candidates": [{"id": 1}]}, "candidates[0]: 'campus' is missing"),
        ({"fixed": [[0, 999_999, 0]]}, "fixed: [0, 999999, 0] is unknown"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(instance, tmp_path, change, said):
    given = json.loads(instance.read_text()) | change
    instance.write_text(json.dumps(given))
    done = solved(instance, "--out", tmp_path / "plan")
    assert (done.returncode, done.stderr.strip()) == (1, said)
    assert not (tmp_path / "plan").exists()


def test_a_missing_file_is_said(tmp_path):
    done = solved(tmp_path / "none", "--out", tmp_path / "plan")
    assert done.returncode == 1
    assert "No such file" in done.stderr
