"""One task in a process with bounds: `running.py` starts it and reads the answer.

It stands alone: neither Django nor a setting nor a secret is in its memory.
"""

import errno
import json
import re
import resource
import sys
from pathlib import Path

import av.error
import av.logging
from looking import probe
from opening import Refusal
from rendition import render

TASKS = {"probe": probe, "render": render}
FILES = 24  # the libraries of PyAV are mapped by now; a video, its rendition, two pipes


def bind(*, wall: int, cpu: int, memory: int, written: int) -> None:
    """Take these bounds for good; `wall` is held by who started this."""
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, written),
        (resource.RLIMIT_NOFILE, FILES),
    ):
        resource.setrlimit(kind, (most, most))


def answer(task: str, asked: dict) -> dict:
    try:
        return TASKS[task](**asked)
    except Refusal as refusal:
        return {"refused": refusal.code, "facts": refusal.facts}
    except MemoryError:  # FFmpeg's too
        return {"refused": "media-too-heavy", "facts": {}}
    except av.error.FFmpegError as error:
        if error.errno == errno.ENOSPC:
            raise
        heavy = error.errno == errno.EFBIG or is_out_of_memory()
        return {"refused": "media-too-heavy" if heavy else "media-broken", "facts": {}}


def is_out_of_memory() -> bool:
    """Whether addresses came near their bound.

    FFmpeg calls an allocation that failed by many names, of broken data too.
    """
    most, _hard = resource.getrlimit(resource.RLIMIT_AS)
    status = Path("/proc/self/status")
    if not status.exists():  # another system than Linux
        return False
    peak = re.search(r"VmPeak:\s+(\d+) kB", status.read_text())
    return peak is not None and int(peak[1]) * 1024 > most * 7 / 8


if __name__ == "__main__":
    sent = json.load(sys.stdin)
    av.logging.set_level(None)
    bind(**sent["bounds"])
    json.dump(answer(sent["task"], sent["asked"]), sys.stdout)
