"""A process of its own with bounds, for reading what strangers send."""

import json
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from spark.errors import Refused

CHILD = Path(__file__).with_name("child")
GIGABYTE = 1024**3
BROKEN = {-signal.SIGSEGV, -signal.SIGABRT, -signal.SIGBUS, -signal.SIGFPE}
SPENT = {-signal.SIGXCPU, -signal.SIGKILL}


@dataclass(frozen=True)
class Bounds:
    """What the process may take at most.

    Args:
        wall: seconds until it is killed.
        cpu: seconds of all processors together.
        memory: bytes of addresses, of which far less is memory.
        written: bytes of a file.
    """

    wall: int
    cpu: int
    memory: int = 2 * GIGABYTE
    written: int = 0


def run(task: str, bounds: Bounds, **asked: Any) -> dict[str, Any]:
    """What the child answers; it knows of nothing but what is asked.

    Raises:
        Refused: what it says of the file, or that the file crashed it or took too much.
        RuntimeError: with the end of its traceback; a fault of ours.
    """
    sent = {"task": task, "bounds": asdict(bounds), "asked": asked}
    try:
        done = subprocess.run(  # noqa: S603 -- our own script
            [sys.executable, "-I", CHILD],
            input=json.dumps(sent).encode(),
            env={"MALLOC_ARENA_MAX": "2"},  # each takes 64 MB of addresses
            capture_output=True,
            timeout=bounds.wall,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Refused("media-too-heavy", status=422) from None
    return _answer(done)


def _answer(done: subprocess.CompletedProcess[bytes]) -> dict[str, Any]:
    if done.returncode in SPENT:
        raise Refused("media-too-heavy", status=422)
    if done.returncode in BROKEN:
        raise Refused("media-broken", status=422)
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace").strip()[-500:])
    answer: dict[str, Any] = json.loads(done.stdout)
    if "refused" in answer:
        raise Refused(answer["refused"], status=422, **answer["facts"])
    return answer
