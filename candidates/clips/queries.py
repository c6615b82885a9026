"""Clips as pages ask for them, and those that a sweeper finds."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from candidates.clips.access import CLIPS
from candidates.clips.models import FILELESS, THERE, UNFINISHED, Clip
from candidates.clips.stages import State
from candidates.register.models import Candidate
from spark.accounts.scope import Actor

PLAYED, POSTER = "clip.mp4", "poster.jpg"


def folder_of(clip: Clip) -> str:
    return f"clips/{clip.key}"


def parts_of(clip: Clip) -> list[tuple[str, int]]:
    """Each piece that has come: its name in the store and its size."""
    found, start = [], 0
    for size in clip.sizes:
        found.append((part_at(clip, start), size))
        start += size
    return found


def file_of(clip: Clip, name: str) -> str:
    """Where the store has what is played, or the picture of it."""
    return f"{folder_of(clip)}/{name}"


def part_at(clip: Clip, start: int) -> str:
    return f"{folder_of(clip)}/parts/{start:012}"


def clip_of(actor: Actor, candidate: Candidate) -> Clip | None:
    """The newest of a candidate's that is there."""
    return newest_of(actor, [candidate.pk]).get(candidate.pk)


def newest_of(actor: Actor, candidates: Collection[int]) -> dict[int, Clip]:
    """The same of several, by their keys."""
    rows = CLIPS.visible_to(actor).filter(candidate__in=candidates, state__in=THERE)
    rows = rows.select_related(None)  # whose they are is known
    newest = rows.order_by("candidate", "-pk").distinct("candidate")
    return {clip.candidate_id: clip for clip in newest if clip.candidate_id}


def others_of(clip: Clip) -> QuerySet[Clip]:
    """What else is there of its candidate: there is to be one."""
    rows = Clip.objects.filter(candidate=clip.candidate_id, state__in=THERE)
    return rows.exclude(pk=clip.pk).order_by("pk")


def abandoned(at: datetime) -> QuerySet[Clip]:
    """Begun, and nothing came any more."""
    return _late(at).filter(state=State.UPLOADING)


def lost(at: datetime) -> QuerySet[Clip]:
    """Whole, with no job that goes on with them."""
    return _late(at).exclude(state=State.UPLOADING)


def _late(at: datetime) -> QuerySet[Clip]:
    return unfinished().filter(expires_at__lte=at)


def unfinished() -> QuerySet[Clip]:
    """Those with which their sender or a job has to go on."""
    return Clip.objects.filter(UNFINISHED)


def to_clean() -> QuerySet[Clip]:
    """Gone or useless, with files still in the store."""
    return Clip.objects.filter(state__in=FILELESS, stored=True)
