"""Verbs of audition clips."""

from candidates.clips.actions.probing import probe, render
from candidates.clips.actions.removing import (
    clean,
    discard,
    remove,
    sweep,
    take_place,
)
from candidates.clips.actions.uploading import (
    CHUNK,
    LIMIT,
    MB,
    hand_over,
    is_abandoned,
    make,
    make_link,
    terminate,
    write,
)

__all__ = [
    "CHUNK",
    "LIMIT",
    "MB",
    "clean",
    "discard",
    "hand_over",
    "is_abandoned",
    "make",
    "make_link",
    "probe",
    "remove",
    "render",
    "sweep",
    "take_place",
    "terminate",
    "write",
]
