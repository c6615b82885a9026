"""The job's part: a whole clip is looked at, and made into what browsers play.

Outside of any transaction, since it takes seconds to minutes; what came of it is
written only if the clip still waits for that.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from candidates.clips.actions.removing import clean
from candidates.clips.actions.uploading import LOOKED_AT
from candidates.clips.models import FILELESS, Clip
from candidates.clips.queries import (
    PLAYED,
    POSTER,
    file_of,
    folder_of,
    parts_of,
    unfinished,
)
from candidates.clips.stages import State
from spark import clock, files
from spark.accounts.scope import System
from spark.audit import trail
from spark.errors import Refused
from spark.jobs import alone, enqueue_on_commit
from spark.media import probe as look
from spark.media import render as make_playable

TRIES = 5  # of jobs that died over it

trail.declare("clip.probe", _("Clip looked at"))


def probe(*, actor: System, pk: int, at: datetime | None = None) -> None:
    """Say whether it is a video that can be seen and heard, or why not."""
    with _whole(pk, State.PROBING) as whole:
        if whole is None:
            return
        try:
            said = _looked_at(*whole)
        except Refused as refused:
            _settle(actor, pk, at, refused)
        else:
            _settle(actor, pk, at, None, **said)


def _looked_at(clip: Clip, path: Path) -> dict[str, Any]:
    """What is known of it; what is played and its picture are in the store."""
    found = look(_fetched(clip, path))
    files.save(file_of(clip, POSTER), found.thumbnail)
    if found.playable:
        files.save_file(file_of(clip, PLAYED), path)
    return {
        "seconds": round(found.seconds),
        "width": found.width,
        "height": found.height,
        "loudness": found.loudness,
        "length": clip.size if found.playable else None,
        "attempts": 0,
    }


def _fetched(clip: Clip, path: Path) -> Path:
    """Its file, on this machine.

    Raises:
        Refused: media-too-heavy, if jobs died over it; media-broken, if the store has
            less of it than had come.
    """
    if clip.attempts > TRIES:
        raise Refused("media-too-heavy", status=422)
    try:
        files.join(parts_of(clip), path)
    except (EOFError, FileNotFoundError):
        raise Refused("media-broken", status=422) from None
    return path


def render(*, actor: System, pk: int, at: datetime | None = None) -> None:
    """Make what every browser plays of a ready clip that not each does."""
    with _whole(pk, State.READY) as whole:
        if whole is None:
            return
        clip, path = whole
        target = path.with_name(PLAYED)
        try:
            make_playable(_fetched(clip, path), target)
        except Refused as refused:
            _settle(actor, pk, at, refused)
            return
        files.save_file(file_of(clip, PLAYED), target)
        _settle(actor, pk, at, None, length=target.stat().st_size)


@contextmanager
def _whole(pk: int, state: State) -> Iterator[tuple[Clip, Path] | None]:
    """The clip, if it waits for this and nobody is at it, and room for its file."""
    with alone(f"clip:{pk}") as free, TemporaryDirectory(prefix="clip-") as folder:
        waiting = unfinished().filter(pk=pk, state=state)
        late = clock.now() + LOOKED_AT
        if free and waiting.update(attempts=F("attempts") + 1, expires_at=late):
            yield waiting.get(), Path(folder, "sent")
        else:
            yield None


def _settle(
    actor: System, pk: int, at: datetime | None, refused: Refused | None, **said: Any
) -> None:
    """Write what came of it, unless the clip is gone meanwhile.

    Of what can't be used nothing is kept but why; of the rest, what is played.
    """
    with trail.acting(actor, "clip.probe", at=at):
        rows = unfinished().exclude(state=State.UPLOADING).filter(pk=pk)
        clip = rows.select_for_update(no_key=True).first()
        if clip is None:
            _leave_nothing(pk)
            return
        for name, value in said.items():
            setattr(clip, name, value)
        if refused:
            clip.refuse()
            clip.refused_for, clip.refused_facts = refused.code, refused.facts
        elif clip.state == State.PROBING:
            clip.accept()
        clip.state_since = at or clock.now()
        clip.save()
        if clip.state == State.READY and clip.length is None:
            enqueue_on_commit("clips.render", pk=pk)
    if clip.state == State.REFUSED:
        clean(pk=pk)
    elif clip.length is not None:
        files.forget(f"{folder_of(clip)}/parts")


def _leave_nothing(pk: int) -> None:
    """Of a clip that went while a job put files of it into the store."""
    if Clip.objects.filter(pk=pk, state__in=FILELESS).update(stored=True):
        enqueue_on_commit("clips.clean", pk=pk)
