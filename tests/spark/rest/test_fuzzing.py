"""schemathesis against the whole API, with all checks: see schemathesis.toml.

Once with a seed that stays, once with one that is drawn and printed when tests end:
`API_SEED=… pytest tests/spark/rest/test_fuzzing.py` repeats it.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from spark.rest.limits import ClientThrottle
from tests.spark.rest.system import System
from tests.world import World

POINTS = ("registered", "in_review", "active", "learning", "issued", "probation")
CONFIG = Path(__file__).with_name("schemathesis.toml")
SECONDS = 40


@pytest.fixture
def system(transactional_db, monkeypatch) -> System:
    """A campus whose people stand at every point of the way; it may ask any often."""
    monkeypatch.setattr(ClientThrottle, "THROTTLE_RATES", {"api": "1000000/min"})
    world = World()
    for point in (
        "registered",
        "in_review",
        "active",
        "learning",
        "issued",
        "probation",
    ):
        world.candidate(point)
    world.candidate("in_review", campus=world.other)
    return System(world)


@pytest.mark.parametrize("seed", ["20260901", "new"])
def test_nothing_breaks_and_everything_is_as_described(system, live_server, seed):
    drawn = os.environ["API_SEED"] if seed == "new" else seed
    done = subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli", "--config-file", CONFIG),
            *("run", f"{live_server.url}/api/v1/schema"),
            *("--no-color", "--seed", drawn, "--max-time", str(SECONDS)),
        ],
        env=os.environ | {"TOKEN": system.token},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"API_SEED={drawn}\n{done.stdout}{done.stderr}"
